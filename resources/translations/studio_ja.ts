<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Sentei</source>
        <translation>Sentei について</translation>
    </message>
    <message>
        <source>Makes language models smaller: LoRAPrune (arXiv 2305.18403) with budgets by layer and exports that load elsewhere.

The sources are under the Apache License 2.0. This program links QCustomPlot and is therefore distributed under the GNU General Public License, version 3 or later. Qt %1 is under the LGPL 3, LibTorch under a BSD licence, SQLite is in the public domain.

Sentei uses no network.</source>
        <translation>言語モデルを小さくします。LoRAPrune (arXiv 2305.18403) に、層ごとの予算と、他のソフトウェアで読み込める書き出しを備えています。

ソースコードは Apache License 2.0 で提供されます。本プログラムは QCustomPlot をリンクしているため、GNU General Public License バージョン 3 以降のもとで配布されます。Qt %1 は LGPL 3、LibTorch は BSD ライセンス、SQLite はパブリックドメインです。

Sentei はネットワークを使用しません。</translation>
    </message>
</context>
<context>
    <name>BudgetCommands</name>
    <message>
        <source>Set %1 of layer %2</source>
        <translation>層 %2 の%1を設定</translation>
    </message>
    <message numerus="yes">
        <source>Set %1 of %n layers</source>
        <translation>
            <numerusform>%n 層の%1を設定</numerusform>
        </translation>
    </message>
    <message>
        <source>Layer %1: %2.</source>
        <translation>層 %1：%2。</translation>
    </message>
    <message>
        <source>Layer %1 snapped to %2: %3.</source>
        <translation>層 %1 を %2 に補正しました：%3。</translation>
    </message>
    <message>
        <source>Profile %1 needs one width in every layer: all layers follow.</source>
        <translation>プロファイル %1 では全層が同じ幅である必要があるため、すべての層に反映されます。</translation>
    </message>
    <message>
        <source>Reset layer %1 to the target</source>
        <translation>層 %1 を目標に戻す</translation>
    </message>
    <message numerus="yes">
        <source>Reset %n layers to the target</source>
        <translation>
            <numerusform>%n 層を目標に戻す</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unlock %n layers</source>
        <translation>
            <numerusform>%n 層のロックを解除</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Lock %n layers</source>
        <translation>
            <numerusform>%n 層をロック</numerusform>
        </translation>
    </message>
    <message>
        <source>Layer %1: the drawn count lies beyond the new cap, so the target decides again.</source>
        <translation>層 %1：手動で設定した個数が新しい上限を超えるため、再び目標に従います。</translation>
    </message>
    <message>
        <source>cap</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Layer %1: the drawn count rose to its new floor.</source>
        <translation>層 %1：手動で設定した個数を新しい下限まで引き上げました。</translation>
    </message>
    <message>
        <source>floor</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>Layer %1 is locked: open it before forcing a unit.</source>
        <translation>層 %1 はロックされています。ユニットを強制する前にロックを解除してください。</translation>
    </message>
    <message>
        <source>channel %1 of layer %2</source>
        <translation>層 %2 のチャネル %1</translation>
    </message>
    <message>
        <source>head %1 of layer %2</source>
        <translation>層 %2 のヘッド %1</translation>
    </message>
    <message>
        <source>Protect %1</source>
        <translation>%1 を保護</translation>
    </message>
    <message>
        <source>Force %1 out</source>
        <translation>%1 を強制的に枝刈り</translation>
    </message>
    <message>
        <source>Release %1</source>
        <translation>%1 の指定を解除</translation>
    </message>
    <message>
        <source>Preset %1</source>
        <translation>プリセット %1</translation>
    </message>
    <message>
        <source>Target kind</source>
        <translation>目標の種類</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目標</translation>
    </message>
    <message>
        <source>Profile %1 needs one width in every layer, so the scores decide on one for all.</source>
        <translation>プロファイル %1 では全層が同じ幅である必要があるため、全層共通の幅をスコアで決定します。</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>モード</translation>
    </message>
    <message>
        <source>Align FFN to %1</source>
        <translation>FFN を %1 に揃える</translation>
    </message>
    <message>
        <source>Profile %1 needs one width in every layer: limits of single layers fell away.</source>
        <translation>プロファイル %1 では全層が同じ幅である必要があるため、個別の層の制限は解除されました。</translation>
    </message>
    <message>
        <source>Export profile</source>
        <translation>書き出しプロファイル</translation>
    </message>
    <message>
        <source>Export type</source>
        <translation>書き出しの型</translation>
    </message>
    <message>
        <source>Attention units</source>
        <translation>アテンションユニット</translation>
    </message>
    <message>
        <source>Lock of attention</source>
        <translation>アテンションのロック</translation>
    </message>
    <message>
        <source>Lock of outer layers</source>
        <translation>外側の層のロック</translation>
    </message>
    <message>
        <source>Make uniform</source>
        <translation>均一にする</translation>
    </message>
    <message>
        <source>Round to 256</source>
        <translation>256 の倍数に丸める</translation>
    </message>
    <message>
        <source>Lower the target</source>
        <translation>目標を下げる</translation>
    </message>
    <message>
        <source>No model is open</source>
        <translation>モデルが開かれていません</translation>
    </message>
    <message>
        <source>Suggested budget</source>
        <translation>提案された予算</translation>
    </message>
    <message numerus="yes">
        <source>Suggested from %n curves: the loss should rise by %1 nats.</source>
        <translation>
            <numerusform>%n 本の曲線から提案しました。損失は %1 nat 増える見込みです。</numerusform>
        </translation>
    </message>
    <message>
        <source>Import budget</source>
        <translation>予算の読み込み</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>too large for a budget file</source>
        <translation>予算ファイルとして大きすぎます</translation>
    </message>
    <message>
        <source>not a JSON file</source>
        <translation>JSON ファイルではありません</translation>
    </message>
</context>
<context>
    <name>BudgetFrames</name>
    <message>
        <source>weight norms</source>
        <translation>重みノルム</translation>
    </message>
    <message>
        <source>weights only</source>
        <translation>重みのみ</translation>
    </message>
    <message>
        <source>%1 less weight norms</source>
        <translation>%1 − 重みノルム</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>実行 %1</translation>
    </message>
    <message>
        <source>Model %1</source>
        <translation>モデル %1</translation>
    </message>
    <message>
        <source>Sum of |w| over the weights of a unit, every tensor scaled within its layer</source>
        <translation>ユニットの重みの |w| の総和。テンソルごとに層内で正規化</translation>
    </message>
    <message>
        <source>Both divided by their mean over the units of the layer that the run kept</source>
        <translation>いずれも、実行で残ったユニットの層内平均で割った値</translation>
    </message>
    <message>
        <source>importance, %1 of step %2</source>
        <translation>重要度, ステップ %2 の %1</translation>
    </message>
    <message>
        <source>importance, %1</source>
        <translation>重要度, %1</translation>
    </message>
    <message>
        <source>, log</source>
        <comment>scale of a map</comment>
        <translation>, 対数</translation>
    </message>
    <message>
        <source>, %1 of %2 families</source>
        <translation>, %1 / %2 ファミリー</translation>
    </message>
    <message>
        <source>Protected by hand</source>
        <translation>手動で保護</translation>
    </message>
    <message>
        <source>Forced out by hand</source>
        <translation>手動で強制除外</translation>
    </message>
    <message>
        <source>%1, row %2</source>
        <translation>%1、行 %2</translation>
    </message>
    <message>
        <source>%1, rows %2 to %3</source>
        <translation>%1、行 %2〜%3</translation>
    </message>
    <message>
        <source>weight norms, per layer</source>
        <translation>重みノルム, 層内の相対値</translation>
    </message>
    <message>
        <source>last run less weight norms, per layer</source>
        <translation>直近の実行 − 重みノルム, 層内の相対値</translation>
    </message>
    <message>
        <source>Run %1, step %2</source>
        <translation>実行 %1、ステップ %2</translation>
    </message>
    <message>
        <source>Left in it, no score since</source>
        <translation>この実行で枝刈りされ、以後のスコアなし</translation>
    </message>
</context>
<context>
    <name>BudgetSnap</name>
    <message>
        <source>the floor of %1 is %2</source>
        <translation>%1 の下限は %2 です</translation>
    </message>
    <message>
        <source>the cap lets at most %1 of the %2 leave</source>
        <translation>上限により、取り除ける %2 は最大 %1 です</translation>
    </message>
    <message>
        <source>q8_0 packs rows in blocks of 32, so counts are multiples of %1</source>
        <translation>q8_0 は行を 32 個のブロックにまとめるため、個数は %1 の倍数です</translation>
    </message>
    <message>
        <source>FFN widths are multiples of %1</source>
        <translation>FFN の幅は %1 の倍数です</translation>
    </message>
    <message>
        <source>every KV group loses as many heads, so counts are multiples of %1</source>
        <translation>各 KV グループから同数のヘッドを取り除くため、個数は %1 の倍数です</translation>
    </message>
    <message>
        <source>there are %1 %2</source>
        <translation>%2 は %1 個です</translation>
    </message>
    <message>
        <source>profile %1 has no class for this count</source>
        <translation>プロファイル %1 にはこの個数に対応するクラスがありません</translation>
    </message>
    <message>
        <source>FFN channels</source>
        <translation>FFN チャネル</translation>
    </message>
    <message>
        <source>KV groups</source>
        <translation>KV グループ</translation>
    </message>
    <message>
        <source>query heads</source>
        <translation>クエリヘッド</translation>
    </message>
    <message>
        <source>Outer layers are locked: click the lock to open this one</source>
        <translation>外側の層はロックされています。この層のロックを解除するには錠をクリックします</translation>
    </message>
    <message>
        <source>Kept whole by default: fewer than 8 units. A count of its own lifts that</source>
        <translation>ユニットが 8 個未満のため、既定では全体を保持します。個数を指定すると解除されます</translation>
    </message>
    <message>
        <source>Locked: nothing leaves</source>
        <translation>ロック中のため、何も取り除かれません</translation>
    </message>
    <message>
        <source>Cap, floor and alignment leave no smaller width</source>
        <translation>上限、下限、揃えの条件により、これより小さい幅にはできません</translation>
    </message>
</context>
<context>
    <name>CloseDialog</name>
    <message>
        <source>“%1” is still running.</source>
        <translation>「%1」はまだ実行中です。</translation>
    </message>
    <message>
        <source>It can go on without the window, wait with a checkpoint until the next start, or end after the present iteration.</source>
        <translation>ウィンドウを閉じて続行するか、チェックポイントを保存して次回の起動まで待機するか、現在の反復の後に終了できます。</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>実行を続ける</translation>
    </message>
    <message>
        <source>Pause and quit</source>
        <translation>一時停止して終了</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>停止して終了</translation>
    </message>
</context>
<context>
    <name>ComparisonTable</name>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>デバイス</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>スレッド数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>シード</translation>
    </message>
    <message>
        <source>Data type</source>
        <translation>データ型</translation>
    </message>
    <message>
        <source>Settings, hash</source>
        <translation>設定のハッシュ</translation>
    </message>
    <message>
        <source>Model, hash</source>
        <translation>モデルのハッシュ</translation>
    </message>
    <message>
        <source>Perplexity measured with</source>
        <translation>パープレキシティの測定条件</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>最大メモリ</translation>
    </message>
</context>
<context>
    <name>Consequences</name>
    <message>
        <source>est.</source>
        <comment>estimate</comment>
        <translation>推定</translation>
    </message>
    <message>
        <source>Prefill speed</source>
        <translation>プリフィル速度</translation>
    </message>
    <message>
        <source>Run memory peak</source>
        <translation>実行時の最大メモリ</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>KV groups</source>
        <translation>KV グループ</translation>
    </message>
    <message>
        <source>Query heads</source>
        <translation>クエリヘッド</translation>
    </message>
    <message>
        <source>FFN channels</source>
        <translation>FFN チャネル</translation>
    </message>
    <message>
        <source>File, %1</source>
        <translation>ファイル (%1)</translation>
    </message>
    <message>
        <source>MACs per token</source>
        <translation>トークンあたりの MAC 数</translation>
    </message>
    <message>
        <source>KV cache, %1</source>
        <translation>KV キャッシュ (%1)</translation>
    </message>
    <message>
        <source>%1 windows of %2 tokens, %3, %4</source>
        <translation>%2 トークンの窓 %1 個, %3, %4</translation>
    </message>
    <message>
        <source>transformers, plain</source>
        <translation>transformers (標準)</translation>
    </message>
    <message>
        <source>transformers, bundled code</source>
        <translation>transformers (同梱コード)</translation>
    </message>
    <message>
        <source>llama.cpp</source>
        <translation>llama.cpp</translation>
    </message>
    <message>
        <source>GGUF K-quants</source>
        <translation>GGUF K-quants</translation>
    </message>
    <message>
        <source>sentei</source>
        <translation>sentei</translation>
    </message>
    <message>
        <source>Make uniform</source>
        <translation>均一にする</translation>
    </message>
    <message>
        <source>Round to 256</source>
        <translation>256 の倍数に丸める</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>&apos;!&apos; stands alone</source>
        <translation>「!」だけでは使えません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is neither yes nor no</source>
        <translation>「{}」は yes でも no でもありません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no kind of event</source>
        <translation>「{}」というイベントの種類はありません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no kind of unit</source>
        <translation>「{}」というユニットの種類はありません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no number</source>
        <translation>「{}」は数値ではありません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no preset</source>
        <translation>「{}」というプリセットはありません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no run id</source>
        <translation>「{}」は実行の ID ではありません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no run status</source>
        <translation>「{}」という実行の状態はありません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no text</source>
        <translation>「{}」は文字列ではありません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no time</source>
        <translation>「{}」は日時ではありません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is no {}</source>
        <translation>「{}」は有効な {} ではありません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not expected here</source>
        <translation>ここに「{}」は書けません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is text and has no order</source>
        <translation>「{}」は文字列なので大小を比較できません</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is yes or no</source>
        <translation>「{}」の値は yes か no です</translation>
    </message>
    <message>
        <source>&apos;{}&apos; names more than one run, {} and {} among them</source>
        <translation>「{}」に当てはまる実行が複数あります（{} や {} など）</translation>
    </message>
    <message>
        <source>&apos;{}&apos; of {} {}</source>
        <translation>{1} の「{0}」{2}</translation>
    </message>
    <message>
        <source>, half of the {} asked for</source>
        <translation>（指定された {} の半分）</translation>
    </message>
    <message>
        <source>A conversation needs a message</source>
        <translation>会話にはメッセージが必要です</translation>
    </message>
    <message>
        <source>A field of a message has the tag {}</source>
        <translation>メッセージのフィールドのタグが {} です</translation>
    </message>
    <message>
        <source>A field of {} bytes in a message that has {} left</source>
        <translation>残り {1} バイトのメッセージに {0} バイトのフィールドがあります</translation>
    </message>
    <message>
        <source>A message could not be read: {}</source>
        <translation>メッセージを読み込めません：{}</translation>
    </message>
    <message>
        <source>A message is longer than {} bytes</source>
        <translation>メッセージが {} バイトを超えています</translation>
    </message>
    <message>
        <source>A message is no JSON object: {}</source>
        <translation>メッセージが JSON オブジェクトではありません：{}</translation>
    </message>
    <message>
        <source>A message nests deeper than {}</source>
        <translation>メッセージの入れ子が {} 段を超えています</translation>
    </message>
    <message>
        <source>A number of more than {} bytes in a message</source>
        <translation>メッセージに {} バイトを超える数値があります</translation>
    </message>
    <message>
        <source>A score record of {} bytes has a damaged header</source>
        <translation>{} バイトのスコア記録のヘッダーが壊れています</translation>
    </message>
    <message>
        <source>A score record of {} bytes is cut off</source>
        <translation>{} バイトのスコア記録が途中で切れています</translation>
    </message>
    <message>
        <source>A score record of {} units is damaged</source>
        <translation>{} ユニットのスコア記録が壊れています</translation>
    </message>
    <message>
        <source>A text of {} bytes is too long to normalise; the limit is {}</source>
        <translation>{} バイトのテキストは長すぎて正規化できません。上限は {} バイトです</translation>
    </message>
    <message>
        <source>A text of {} characters without a break is too long to tokenise</source>
        <translation>区切りのない {} 文字のテキストは長すぎてトークン化できません</translation>
    </message>
    <message>
        <source>A token of the vocabulary has {} bytes; {} is the most that merges may make</source>
        <translation>語彙に {} バイトのトークンがあります。マージで作れるのは {} バイトまでです</translation>
    </message>
    <message>
        <source>A vocabulary of {} tokens is too large</source>
        <translation>{} トークンの語彙は大きすぎます</translation>
    </message>
    <message>
        <source>Another program holds the database; try again.</source>
        <translation>別のプログラムがデータベースを使用しています。もう一度試してください。</translation>
    </message>
    <message>
        <source>Asked {} of {} parameters ({}), removes {} ({}), step {}: {}, {}.</source>
        <translation>{1} パラメータ中 {0} ({2}) の削減を指定、{3} ({4}) を削減、刻み {5}：{6}、{7}。</translation>
    </message>
    <message>
        <source>Asked {} of {} parameters ({}), removes {} ({}), step {}; the scores decide the widths during the run, within the caps.</source>
        <translation>{1} パラメータ中 {0} ({2}) の削減を指定、{3} ({4}) を削減、刻み {5}。幅は上限の範囲内で、実行中にスコアが決めます。</translation>
    </message>
    <message>
        <source>Budget changed: {}</source>
        <translation>予算を変更：{}</translation>
    </message>
    <message>
        <source>Build it with ./dev build, or set SENTEI_ENGINE to the library&apos;s path.</source>
        <translation>./dev build でビルドするか、SENTEI_ENGINE にライブラリのパスを設定してください。</translation>
    </message>
    <message>
        <source>Build it with ./dev build, or use the engine in the window&apos;s own process.</source>
        <translation>./dev build でビルドするか、ウィンドウ自身のプロセス内のエンジンを使ってください。</translation>
    </message>
    <message>
        <source>Caps, floors and locks of a running run may change; start another run for the rest.</source>
        <translation>実行中に変更できるのは上限、下限、ロックです。それ以外を変えるには別の実行を開始してください。</translation>
    </message>
    <message>
        <source>Change cap, floor, keep, protected or forced units of this family, its alignment, or the export dtype or profile.</source>
        <translation>このファミリーの上限、下限、保持数、保護または強制するユニット、揃え、あるいは書き出しの型やプロファイルを変更してください。</translation>
    </message>
    <message>
        <source>Change its budget once the model is loaded.</source>
        <translation>モデルの読み込みが終わってから予算を変更してください。</translation>
    </message>
    <message>
        <source>Choose a Hugging Face profile instead.</source>
        <translation>代わりに Hugging Face のプロファイルを選んでください。</translation>
    </message>
    <message>
        <source>Choose a length up to that number.</source>
        <translation>その数以下の長さを選んでください。</translation>
    </message>
    <message>
        <source>Choose another data folder with --data-dir.</source>
        <translation>--data-dir で別のデータフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>Choose another folder, or replace this one with --force.</source>
        <translation>別のフォルダーを選ぶか、--force でこのフォルダーを置き換えてください。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>Choose another name, or agree to replace it.</source>
        <translation>別の名前を選ぶか、置き換えを承認してください。</translation>
    </message>
    <message>
        <source>Choose another profile for a model that was not trained here.</source>
        <translation>ここで学習していないモデルには別のプロファイルを選んでください。</translation>
    </message>
    <message>
        <source>Choose another with --data-dir or SENTEI_HOME.</source>
        <translation>--data-dir または SENTEI_HOME で別の場所を指定してください。</translation>
    </message>
    <message>
        <source>Choose bf16, f16 or f32, or the gguf profile.</source>
        <translation>bf16、f16、f32 のいずれか、または gguf プロファイルを選んでください。</translation>
    </message>
    <message>
        <source>Choose hf-per-layer or hf-padded, or prune with a uniform budget.</source>
        <translation>hf-per-layer または hf-padded を選ぶか、均一な予算で枝刈りしてください。</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>ほかのプログラムを終了してください。</translation>
    </message>
    <message>
        <source>Comparing runs</source>
        <translation>実行の比較</translation>
    </message>
    <message>
        <source>Copy the tokenizer&apos;s files beside the model; transformers (AutoTokenizer) saves them as tokenizer.json</source>
        <translation>トークナイザーのファイルをモデルと同じ場所にコピーしてください。transformers (AutoTokenizer) では tokenizer.json として保存されます。</translation>
    </message>
    <message>
        <source>Deleting the run</source>
        <translation>実行の削除</translation>
    </message>
    <message>
        <source>Do not trust numbers of this model on this machine; please report it with the output of `sentei doctor`.</source>
        <translation>このマシンでのこのモデルの数値は信頼しないでください。`sentei doctor` の出力を添えて報告してください。</translation>
    </message>
    <message>
        <source>Download the missing part of the model.</source>
        <translation>モデルの不足している部分をダウンロードしてください。</translation>
    </message>
    <message>
        <source>Emptying the trash</source>
        <translation>ゴミ箱を空にする処理</translation>
    </message>
    <message>
        <source>Export as bf16 or f32.</source>
        <translation>bf16 または f32 で書き出してください。</translation>
    </message>
    <message>
        <source>FFN widths are multiples of {}, which q8_0 packs rows in.</source>
        <translation>FFN の幅は {} の倍数になります。q8_0 は行をこの単位でまとめます。</translation>
    </message>
    <message>
        <source>Field {} of a message has the unknown type {}</source>
        <translation>メッセージのフィールド {} の型 {} は不明です</translation>
    </message>
    <message>
        <source>Fields: {}.</source>
        <translation>フィールド：{}。</translation>
    </message>
    <message>
        <source>Filter, position {}: {}</source>
        <translation>フィルターの {} 文字目：{}</translation>
    </message>
    <message>
        <source>Free memory and continue with --resume, or start again with a smaller --micro-batch, a smaller --length or a smaller model.</source>
        <translation>メモリを空けて --resume で続けるか、--micro-batch や --length を小さくするか、より小さいモデルでやり直してください。</translation>
    </message>
    <message>
        <source>Free memory, or use a smaller --micro-batch, shorter sequences (--length, --eval-length) or a smaller model.</source>
        <translation>メモリを空けるか、--micro-batch を小さくする、系列を短くする (--length、--eval-length)、またはより小さいモデルを使ってください。</translation>
    </message>
    <message>
        <source>Free some space or choose another folder.</source>
        <translation>空き領域を増やすか、別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>Free space on the disk of the data folder.</source>
        <translation>データフォルダーのあるディスクの空き領域を増やしてください。</translation>
    </message>
    <message>
        <source>GGUF can hold BPE tokenizers only; this one is {}</source>
        <translation>GGUF に格納できるのは BPE のトークナイザーだけです。これは {} です</translation>
    </message>
    <message>
        <source>GGUF cannot hold {} (tensor &quot;{}&quot;)</source>
        <translation>GGUF には {} を格納できません（テンソル「{}」）</translation>
    </message>
    <message>
        <source>GGUF files hold longrope scaling for phi3 models only</source>
        <translation>GGUF ファイルに longrope スケーリングを格納できるのは phi3 モデルだけです</translation>
    </message>
    <message>
        <source>GGUF files hold no biases of {} models</source>
        <translation>GGUF ファイルには {} モデルのバイアスを格納できません</translation>
    </message>
    <message>
        <source>GGUF has no name for the pre-tokenizer {} with the normalizer {}</source>
        <translation>プリトークナイザー {} と正規化 {} の組み合わせには GGUF での名前がありません</translation>
    </message>
    <message>
        <source>GGUF metadata &quot;{}&quot; cannot hold such a value</source>
        <translation>GGUF のメタデータ「{}」にこのような値は格納できません</translation>
    </message>
    <message>
        <source>GGUF metadata &quot;{}&quot; {} as its type demands</source>
        <translation>GGUF のメタデータ「{}」{}。型が求める値になっていません</translation>
    </message>
    <message>
        <source>Give a longer text or a smaller sequence length</source>
        <translation>より長いテキスト、またはより短い系列長を指定してください。</translation>
    </message>
    <message>
        <source>Give a longer text or a smaller window length</source>
        <translation>より長いテキスト、またはより短い窓の長さを指定してください。</translation>
    </message>
    <message>
        <source>Give a positive number of bytes.</source>
        <translation>正のバイト数を指定してください。</translation>
    </message>
    <message>
        <source>Give a text file or a .jsonl file</source>
        <translation>テキストファイルまたは .jsonl ファイルを指定してください。</translation>
    </message>
    <message>
        <source>Give it some text.</source>
        <translation>テキストを入力してください。</translation>
    </message>
    <message>
        <source>Give layers a ratio of attention or ffn, or use mode uniform.</source>
        <translation>層にアテンションまたは FFN の割合を指定するか、モード uniform を使ってください。</translation>
    </message>
    <message>
        <source>Give more characters of the id.</source>
        <translation>ID をもっと長く入力してください。</translation>
    </message>
    <message>
        <source>Give the prompt without --chat, in the form that the model was trained on</source>
        <translation>--chat を付けず、モデルの学習時の形式でプロンプトを渡してください。</translation>
    </message>
    <message>
        <source>Grouping the run</source>
        <translation>実行のグループ分け</translation>
    </message>
    <message>
        <source>Hugging Face folders cannot store q8_0</source>
        <translation>Hugging Face フォルダーには q8_0 を保存できません</translation>
    </message>
    <message>
        <source>In &apos;{}&apos;: {}</source>
        <translation>「{}」内：{}</translation>
    </message>
    <message>
        <source>Install Sentei again, or choose a profile with stock classes.</source>
        <translation>Sentei を再インストールするか、標準クラスを使うプロファイルを選んでください。</translation>
    </message>
    <message>
        <source>Install it again, with all it depends on: pip install --force-reinstall torch=={}</source>
        <translation>依存するものも含めて再インストールしてください：pip install --force-reinstall torch=={}</translation>
    </message>
    <message>
        <source>Install it for Sentei alone: python3 -m venv {0} &amp;&amp; {0}/bin/pip install torch=={1}. Or run pip install torch=={1} in the Python environment you use, or set SENTEI_LIBTORCH to the folder of such a torch package.</source>
        <translation>Sentei 専用にインストールするには：python3 -m venv {0} &amp;&amp; {0}/bin/pip install torch=={1}。または、お使いの Python 環境で pip install torch=={1} を実行するか、そのような torch パッケージのフォルダーを SENTEI_LIBTORCH に設定してください。</translation>
    </message>
    <message>
        <source>It can be read, but not exported.</source>
        <translation>読み込むことはできますが、書き出しはできません。</translation>
    </message>
    <message>
        <source>Join conditions with and, or.</source>
        <translation>条件は and または or でつないでください。</translation>
    </message>
    <message>
        <source>Known are: {}.</source>
        <translation>使えるもの：{}。</translation>
    </message>
    <message>
        <source>Known here: {}.</source>
        <translation>ここで使えるもの：{}。</translation>
    </message>
    <message>
        <source>Let nothing write to a file that is in use, and start again.</source>
        <translation>使用中のファイルに何も書き込まれないようにして、もう一度開始してください。</translation>
    </message>
    <message>
        <source>LibTorch in {} cannot be opened: {}</source>
        <translation>{} の LibTorch を開けません：{}</translation>
    </message>
    <message>
        <source>LibTorch {}, which the compute engine needs, was not found</source>
        <translation>計算エンジンに必要な LibTorch {} が見つかりません</translation>
    </message>
    <message>
        <source>Line {} of the tiktoken model has a token of {} bytes; the limit is {}</source>
        <translation>tiktoken モデルの {} 行目に {} バイトのトークンがあります。上限は {} バイトです</translation>
    </message>
    <message>
        <source>Line {} of the tiktoken model is no token with a rank</source>
        <translation>tiktoken モデルの {} 行目は順位付きのトークンではありません</translation>
    </message>
    <message>
        <source>Line {} of the tiktoken model repeats a token or the rank {}</source>
        <translation>tiktoken モデルの {} 行目でトークンまたは順位 {} が重複しています</translation>
    </message>
    <message>
        <source>Listing groups</source>
        <translation>グループの一覧の取得</translation>
    </message>
    <message>
        <source>Listing runs</source>
        <translation>実行の一覧の取得</translation>
    </message>
    <message>
        <source>Listing tags</source>
        <translation>タグの一覧の取得</translation>
    </message>
    <message>
        <source>Logits of {} tokens in fp32 beside the plain path: {}.</source>
        <translation>{} トークンの fp32 ロジットを通常の経路と比較：{}。</translation>
    </message>
    <message>
        <source>Looking for interrupted runs</source>
        <translation>中断された実行の検索</translation>
    </message>
    <message>
        <source>Looking for the run</source>
        <translation>実行の検索</translation>
    </message>
    <message>
        <source>Lower the learning rate or use --dtype f32, and resume from the last checkpoint.</source>
        <translation>学習率を下げるか --dtype f32 を使い、最後のチェックポイントから再開してください。</translation>
    </message>
    <message>
        <source>Make the data folder writable, or choose another with --data-dir.</source>
        <translation>データフォルダーを書き込み可能にするか、--data-dir で別のフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>Make the data folder writable, or copy the file and name its folder with --data-dir.</source>
        <translation>データフォルダーを書き込み可能にするか、ファイルをコピーして --data-dir でそのフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>Marking the run</source>
        <translation>実行への印付け</translation>
    </message>
    <message>
        <source>Measure more layers, raise caps or unlock families, or lower the target.</source>
        <translation>測定する層を増やす、上限を上げる、ファミリーのロックを解除する、または目標を下げてください。</translation>
    </message>
    <message>
        <source>Memory is exhausted</source>
        <translation>メモリを使い切りました</translation>
    </message>
    <message>
        <source>Move the file away and start again, or restore a .bak copy beside it.</source>
        <translation>ファイルを別の場所に移してやり直すか、隣にある .bak のコピーから復元してください。</translation>
    </message>
    <message>
        <source>Moving the run to the trash</source>
        <translation>実行をゴミ箱に移す処理</translation>
    </message>
    <message>
        <source>Name a model folder, a .gguf file, or demo.</source>
        <translation>モデルのフォルダー、.gguf ファイル、または demo を指定してください。</translation>
    </message>
    <message>
        <source>Name a target folder with --out DIR.</source>
        <translation>--out DIR で書き出し先フォルダーを指定してください。</translation>
    </message>
    <message>
        <source>Name a text, such as --text FILE.</source>
        <translation>--text FILE などでテキストを指定してください。</translation>
    </message>
    <message>
        <source>Name a training text, such as --text FILE.</source>
        <translation>--text FILE などで学習用テキストを指定してください。</translation>
    </message>
    <message>
        <source>Name one with --out.</source>
        <translation>--out で指定してください。</translation>
    </message>
    <message>
        <source>Name the exported folder or file.</source>
        <translation>書き出したフォルダーまたはファイルを指定してください。</translation>
    </message>
    <message>
        <source>No channel to an engine process: {}</source>
        <translation>エンジンプロセスへの通信路を作れません：{}</translation>
    </message>
    <message>
        <source>Noting on the run</source>
        <translation>実行へのメモの追加</translation>
    </message>
    <message>
        <source>Numbers may end in %, k, M or G.</source>
        <translation>数値の末尾には %、k、M、G を付けられます。</translation>
    </message>
    <message>
        <source>Only a one-shot run trains no step.</source>
        <translation>学習のステップがなくてよいのは one-shot の実行だけです。</translation>
    </message>
    <message>
        <source>Opening a database in memory</source>
        <translation>メモリ上のデータベースを開く処理</translation>
    </message>
    <message>
        <source>Opening the runs database</source>
        <translation>実行のデータベースを開く処理</translation>
    </message>
    <message>
        <source>Opening the runs database {}</source>
        <translation>実行のデータベース {} を開く処理</translation>
    </message>
    <message>
        <source>Profile {} needs the same widths in every layer: no layer is locked by default, and widths stay equal from the first event.</source>
        <translation>プロファイル {} では全層が同じ幅である必要があるため、既定でロックされる層はなく、最初のイベントから幅が揃えられます。</translation>
    </message>
    <message>
        <source>Prune with an FFN alignment of 32, or export as f16 or bf16.</source>
        <translation>FFN の揃えを 32 にして枝刈りするか、f16 または bf16 で書き出してください。</translation>
    </message>
    <message>
        <source>Put tokenizer.json beside the model.</source>
        <translation>tokenizer.json をモデルと同じ場所に置いてください。</translation>
    </message>
    <message>
        <source>Raise the cap of this layer, or unlock it.</source>
        <translation>この層の上限を上げるか、ロックを解除してください。</translation>
    </message>
    <message>
        <source>Reading curves</source>
        <translation>曲線の読み込み</translation>
    </message>
    <message>
        <source>Reading how runs were measured</source>
        <translation>実行の測定条件の読み込み</translation>
    </message>
    <message>
        <source>Reading the last pruning event</source>
        <translation>最後の枝刈りイベントの読み込み</translation>
    </message>
    <message>
        <source>Reading the lineage</source>
        <translation>系譜の読み込み</translation>
    </message>
    <message>
        <source>Reading the run</source>
        <translation>実行の読み込み</translation>
    </message>
    <message>
        <source>Recording the run</source>
        <translation>実行の記録</translation>
    </message>
    <message>
        <source>Rename the file or folder, or pass it through a link with a plain name.</source>
        <translation>ファイルまたはフォルダーの名前を変えるか、単純な名前のリンクを通して渡してください。</translation>
    </message>
    <message>
        <source>Renaming the run</source>
        <translation>実行の名前の変更</translation>
    </message>
    <message>
        <source>Restart the program.</source>
        <translation>プログラムを再起動してください。</translation>
    </message>
    <message>
        <source>Restoring the run</source>
        <translation>実行の復元</translation>
    </message>
    <message>
        <source>Resume the run: it goes on from its last checkpoint. Signal 9 often means that memory ran out.</source>
        <translation>実行を再開してください。最後のチェックポイントから続きます。シグナル 9 は、多くの場合メモリ不足を意味します。</translation>
    </message>
    <message>
        <source>Resumed after step {}</source>
        <translation>ステップ {} の後から再開しました</translation>
    </message>
    <message>
        <source>Run setting &apos;{}&apos; {}</source>
        <translation>実行の設定「{}」{}</translation>
    </message>
    <message>
        <source>Run {} cannot come from {}, which came from it</source>
        <translation>実行 {} の由来を {} にはできません。後者のほうが前者から作られています</translation>
    </message>
    <message>
        <source>Run {} has no tag &apos;{}&apos;</source>
        <translation>実行 {} にタグ「{}」はありません</translation>
    </message>
    <message>
        <source>Run {} is still running</source>
        <translation>実行 {} はまだ実行中です</translation>
    </message>
    <message>
        <source>Run {} was never started here</source>
        <translation>実行 {} はここで開始されていません</translation>
    </message>
    <message>
        <source>SENTEI_LIBTORCH is {}, and there is no {} in it or in its lib folder</source>
        <translation>SENTEI_LIBTORCH は {} ですが、その中にも lib フォルダーにも {} がありません</translation>
    </message>
    <message>
        <source>SENTEI_LIBTORCH names LibTorch {} in {}, and the compute engine needs {}</source>
        <translation>SENTEI_LIBTORCH が指しているのは {1} の LibTorch {0} ですが、計算エンジンには {2} が必要です</translation>
    </message>
    <message>
        <source>SHA-256 of all weights {}</source>
        <translation>全重みの SHA-256 は {}</translation>
    </message>
    <message>
        <source>Saying where the run came from</source>
        <translation>実行の由来の設定</translation>
    </message>
    <message>
        <source>Self-check: largest logit difference {:.3g} (limit {:.3g}). {}</source>
        <translation>自己診断：ロジットの最大差 {}（許容値 {}）。{}</translation>
    </message>
    <message>
        <source>Sentei downloads nothing: run `hf download {}` once.</source>
        <translation>Sentei は何もダウンロードしません。`hf download {}` を一度実行してください。</translation>
    </message>
    <message>
        <source>Set SENTEI_HOME, or pass --data-dir.</source>
        <translation>SENTEI_HOME を設定するか、--data-dir を指定してください。</translation>
    </message>
    <message>
        <source>Shorten the prompt or --max-new-tokens.</source>
        <translation>プロンプトを短くするか、--max-new-tokens を小さくしてください。</translation>
    </message>
    <message>
        <source>Start another run with the new budget.</source>
        <translation>新しい予算で別の実行を開始してください。</translation>
    </message>
    <message>
        <source>Start it again. Signal 9 often means that memory ran out.</source>
        <translation>もう一度開始してください。シグナル 9 は、多くの場合メモリ不足を意味します。</translation>
    </message>
    <message>
        <source>Start the run again: a new process takes it.</source>
        <translation>実行をもう一度開始してください。新しいプロセスが引き受けます。</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>先に停止してください。</translation>
    </message>
    <message>
        <source>Switch one of them on.</source>
        <translation>どちらかを有効にしてください。</translation>
    </message>
    <message>
        <source>Tagging the run</source>
        <translation>実行へのタグ付け</translation>
    </message>
    <message>
        <source>Taking a tag off the run</source>
        <translation>実行からのタグの削除</translation>
    </message>
    <message>
        <source>The GGUF file holds no tokenizer (tokenizer.ggml.model)</source>
        <translation>GGUF ファイルにトークナイザーがありません (tokenizer.ggml.model)</translation>
    </message>
    <message>
        <source>The GGUF merge &apos;{}&apos; is not a pair</source>
        <translation>GGUF のマージ「{}」が対になっていません</translation>
    </message>
    <message>
        <source>The GGUF metadata give tokenizer.ggml.model = &apos;{}&apos;, which is not supported; gpt2, llama, t5 and bert are</source>
        <translation>GGUF のメタデータの tokenizer.ggml.model「{}」には対応していません。対応しているのは gpt2、llama、t5、bert です</translation>
    </message>
    <message>
        <source>The GGUF metadata give tokenizer.ggml.pre = &apos;{}&apos;, which is not supported; smollm, gpt-2, llama-bpe and qwen2 are</source>
        <translation>GGUF のメタデータの tokenizer.ggml.pre「{}」には対応していません。対応しているのは smollm、gpt-2、llama-bpe、qwen2 です</translation>
    </message>
    <message>
        <source>The GGUF metadata give {} = {}, but there are {} tokens</source>
        <translation>GGUF のメタデータでは {} = {} ですが、トークンは {} 個です</translation>
    </message>
    <message>
        <source>The GGUF metadata have no array tokenizer.ggml.merges</source>
        <translation>GGUF のメタデータに配列 tokenizer.ggml.merges がありません</translation>
    </message>
    <message>
        <source>The GGUF metadata have no array tokenizer.ggml.scores</source>
        <translation>GGUF のメタデータに配列 tokenizer.ggml.scores がありません</translation>
    </message>
    <message>
        <source>The GGUF metadata have no array {}</source>
        <translation>GGUF のメタデータに配列 {} がありません</translation>
    </message>
    <message>
        <source>The GGUF metadata have no tokenizer.ggml.unknown_token_id</source>
        <translation>GGUF のメタデータに tokenizer.ggml.unknown_token_id がありません</translation>
    </message>
    <message>
        <source>The GGUF metadata have {} tokens but {} entries in {}</source>
        <translation>GGUF のメタデータのトークンは {0} 個ですが、{2} の要素は {1} 個です</translation>
    </message>
    <message>
        <source>The GGUF token {} has the unknown type {}</source>
        <translation>GGUF のトークン {} の型 {} は不明です</translation>
    </message>
    <message>
        <source>The GGUF token {} has {} bytes</source>
        <translation>GGUF のトークン {} が {} バイトあります</translation>
    </message>
    <message>
        <source>The GGUF token {} is no UTF-8 text</source>
        <translation>GGUF のトークン {} が UTF-8 のテキストではありません</translation>
    </message>
    <message>
        <source>The GGUF token {} is no string</source>
        <translation>GGUF のトークン {} が文字列ではありません</translation>
    </message>
    <message>
        <source>The LLaMA-2 chat format ends with the user&apos;s message</source>
        <translation>LLaMA-2 のチャット形式はユーザーのメッセージで終わる必要があります</translation>
    </message>
    <message>
        <source>The LLaMA-2 chat format needs user and assistant in turn; message {} is from {}</source>
        <translation>LLaMA-2 のチャット形式では user と assistant が交互である必要があります。メッセージ {} は {} のものです</translation>
    </message>
    <message>
        <source>The SentencePiece model cannot be used: {}</source>
        <translation>SentencePiece モデルを使えません：{}</translation>
    </message>
    <message>
        <source>The SentencePiece model has {} bytes; the limit is {}</source>
        <translation>SentencePiece モデルが {} バイトあります。上限は {} バイトです</translation>
    </message>
    <message>
        <source>The compute engine {} cannot be opened: {}</source>
        <translation>計算エンジン {} を開けません：{}</translation>
    </message>
    <message>
        <source>The compute engine {} does not exist</source>
        <translation>計算エンジン {} が存在しません</translation>
    </message>
    <message>
        <source>The data folder {} cannot be made: {}</source>
        <translation>データフォルダー {} を作成できません：{}</translation>
    </message>
    <message>
        <source>The engine process did not answer within {} seconds</source>
        <translation>エンジンプロセスが {} 秒以内に応答しませんでした</translation>
    </message>
    <message>
        <source>The engine process ended ({})</source>
        <translation>エンジンプロセスが終了しました（{}）</translation>
    </message>
    <message>
        <source>The engine process was ended because of what it said: {}</source>
        <translation>エンジンプロセスの応答に問題があったため終了させました：{}</translation>
    </message>
    <message>
        <source>The engine process {} could not be started: {}</source>
        <translation>エンジンプロセス {} を開始できませんでした：{}</translation>
    </message>
    <message>
        <source>The evaluation text has {} tokens, fewer than one window of {}</source>
        <translation>評価用テキストは {} トークンで、窓 1 つの {} トークンに足りません</translation>
    </message>
    <message>
        <source>The files are damaged or were changed; export the model again.</source>
        <translation>ファイルが壊れているか、変更されています。モデルを書き出し直してください。</translation>
    </message>
    <message>
        <source>The largest possible target is {:.4f} of the parameters; lower the target, or raise caps and unlock families in the budget.</source>
        <translation>可能な最大の目標はパラメータの {} です。目標を下げるか、予算で上限を上げてファミリーのロックを解除してください。</translation>
    </message>
    <message>
        <source>The machine may be short of memory. Try again.</source>
        <translation>マシンのメモリが不足している可能性があります。もう一度試してください。</translation>
    </message>
    <message>
        <source>The merge of &apos;{}&apos; and &apos;{}&apos; holds a space, which GGUF cannot write</source>
        <translation>「{}」と「{}」のマージに空白が含まれており、GGUF には書き込めません</translation>
    </message>
    <message>
        <source>The model has diverged; export an earlier checkpoint.</source>
        <translation>モデルが発散しています。以前のチェックポイントを書き出してください。</translation>
    </message>
    <message>
        <source>The model&apos;s tokenizer has no chat format that is known (ChatML, LLaMA-2, LLaMA-3)</source>
        <translation>モデルのトークナイザーに既知のチャット形式 (ChatML、LLaMA-2、LLaMA-3) がありません</translation>
    </message>
    <message>
        <source>The run goes on, but not all of it is recorded: {}</source>
        <translation>実行は続いていますが、一部が記録されません：{}</translation>
    </message>
    <message>
        <source>The run itself reads it all.</source>
        <translation>実行時にはすべて読み込まれます。</translation>
    </message>
    <message>
        <source>The run&apos;s counts do not go with this model</source>
        <translation>実行の個数がこのモデルと合いません</translation>
    </message>
    <message>
        <source>The run&apos;s settings hold text that is not UTF-8</source>
        <translation>実行の設定に UTF-8 ではないテキストが含まれています</translation>
    </message>
    <message>
        <source>The text template &apos;{}&apos; {}</source>
        <translation>テキストテンプレート「{}」{}</translation>
    </message>
    <message>
        <source>The tiktoken model has more than {} tokens</source>
        <translation>tiktoken モデルのトークンが {} 個を超えています</translation>
    </message>
    <message>
        <source>The tiktoken model has {} bytes; the limit is {}</source>
        <translation>tiktoken モデルが {} バイトあります。上限は {} バイトです</translation>
    </message>
    <message>
        <source>The tiktoken model holds no token</source>
        <translation>tiktoken モデルにトークンがありません</translation>
    </message>
    <message>
        <source>The token &apos;{}&apos; has the id {}, but the embedding has {} rows</source>
        <translation>トークン「{}」の ID は {} ですが、埋め込みは {} 行しかありません</translation>
    </message>
    <message>
        <source>The tokenizer files in {} do not have the expected form: {}</source>
        <translation>{} のトークナイザーファイルが想定した形式ではありません：{}</translation>
    </message>
    <message>
        <source>The tokenizer in the GGUF metadata is malformed: {}</source>
        <translation>GGUF のメタデータのトークナイザーの形式が正しくありません：{}</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s precompiled_charsmap holds replacements that are no UTF-8</source>
        <translation>トークナイザーの precompiled_charsmap に UTF-8 ではない置換があります</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s precompiled_charsmap of {} bytes gives its trie {} bytes</source>
        <translation>トークナイザーの {} バイトの precompiled_charsmap では、トライが {} バイトになっています</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s precompiled_charsmap replaces a character by {} bytes</source>
        <translation>トークナイザーの precompiled_charsmap が 1 文字を {} バイトに置き換えます</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s regular expression &apos;{}&apos; fails on this text at byte {}: {}</source>
        <translation>トークナイザーの正規表現「{}」が、このテキストの {} バイト目で失敗しました：{}</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s regular expression &apos;{}&apos; takes too long on this text at byte {}</source>
        <translation>トークナイザーの正規表現「{}」の処理が、このテキストの {} バイト目で時間がかかりすぎます</translation>
    </message>
    <message>
        <source>The tokenizer&apos;s rules make a text of {} bytes longer than {} bytes</source>
        <translation>トークナイザーの規則によって、{} バイトのテキストが {} バイトを超えます</translation>
    </message>
    <message>
        <source>The tokens of the tiktoken model make more than {} merges</source>
        <translation>tiktoken モデルのトークンから作られるマージが {} 個を超えます</translation>
    </message>
    <message>
        <source>The tokens of the vocabulary make more than {} merges</source>
        <translation>語彙のトークンから作られるマージが {} 個を超えます</translation>
    </message>
    <message>
        <source>The training text has {} tokens, fewer than one sequence of {}</source>
        <translation>学習用テキストは {} トークンで、系列 1 つの {} トークンに足りません</translation>
    </message>
    <message>
        <source>The {} is kept whole: {} units in a layer are fewer than {}.</source>
        <translation>{} は全体を保持します。1 層のユニット数 {} が {} より少ないためです。</translation>
    </message>
    <message>
        <source>There is no place for the data of runs: neither SENTEI_HOME nor HOME is set</source>
        <translation>実行のデータを置く場所がありません。SENTEI_HOME も HOME も設定されていません</translation>
    </message>
    <message>
        <source>There is no run &apos;{}&apos;</source>
        <translation>「{}」という実行はありません</translation>
    </message>
    <message>
        <source>This is a defect; please report it.</source>
        <translation>これは不具合です。報告をお願いします。</translation>
    </message>
    <message>
        <source>This model is of an architecture that Sentei does not know</source>
        <translation>このモデルは Sentei が対応していないアーキテクチャです</translation>
    </message>
    <message>
        <source>Training and measuring will take about {}.</source>
        <translation>学習と測定には約 {} かかります。</translation>
    </message>
    <message>
        <source>Unlock the layers that differ, or use profile hf-per-layer.</source>
        <translation>異なる層のロックを解除するか、プロファイル hf-per-layer を使ってください。</translation>
    </message>
    <message>
        <source>Use --device cpu or auto.</source>
        <translation>--device cpu または auto を使ってください。</translation>
    </message>
    <message>
        <source>Use --dtype f32 or another calibration text.</source>
        <translation>--dtype f32 または別の較正用テキストを使ってください。</translation>
    </message>
    <message>
        <source>Use = != &lt; &lt;= &gt; &gt;= ~ or !~.</source>
        <translation>= != &lt; &lt;= &gt; &gt;= ~ !~ のいずれかを使ってください。</translation>
    </message>
    <message>
        <source>Use = != &lt; &lt;= &gt; or &gt;=.</source>
        <translation>= != &lt; &lt;= &gt; &gt;= のいずれかを使ってください。</translation>
    </message>
    <message>
        <source>Use = != ~ or !~.</source>
        <translation>= != ~ !~ のいずれかを使ってください。</translation>
    </message>
    <message>
        <source>Use = or !=.</source>
        <translation>= または != を使ってください。</translation>
    </message>
    <message>
        <source>Use a shorter text or length.</source>
        <translation>より短いテキストまたは長さを使ってください。</translation>
    </message>
    <message>
        <source>Use a smaller micro-batch or shorter sequences, or start it anyway with --force-memory.</source>
        <translation>マイクロバッチを小さくするか系列を短くしてください。--force-memory でそのまま開始することもできます。</translation>
    </message>
    <message>
        <source>Use a version and an account that may change it, or choose another data folder with --data-dir.</source>
        <translation>変更できるバージョンとアカウントを使うか、--data-dir で別のデータフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>Use auto, cpu, cuda or cuda:N.</source>
        <translation>auto、cpu、cuda、cuda:N のいずれかを使ってください。</translation>
    </message>
    <message>
        <source>Use dtype f16 or bf16, or another profile.</source>
        <translation>型 f16 または bf16、あるいは別のプロファイルを使ってください。</translation>
    </message>
    <message>
        <source>Use mode global-uniform, or profile hf-per-layer.</source>
        <translation>モード global-uniform またはプロファイル hf-per-layer を使ってください。</translation>
    </message>
    <message>
        <source>Use one of: quick, paper.</source>
        <translation>次のいずれかを使ってください：quick, paper。</translation>
    </message>
    <message>
        <source>Use one of: {}.</source>
        <translation>次のいずれかを使ってください：{}。</translation>
    </message>
    <message>
        <source>Use profile hf-per-layer.</source>
        <translation>プロファイル hf-per-layer を使ってください。</translation>
    </message>
    <message>
        <source>Use running, interrupted, completed, cancelled or failed.</source>
        <translation>running、interrupted、completed、cancelled、failed のいずれかを使ってください。</translation>
    </message>
    <message>
        <source>Wait for it to end, or stop it.</source>
        <translation>終わるのを待つか、停止してください。</translation>
    </message>
    <message>
        <source>Write != or !~.</source>
        <translation>!= または !~ と書いてください。</translation>
    </message>
    <message>
        <source>Write 2026-11-23 or 2026-11-23T14:05.</source>
        <translation>2026-11-23 または 2026-11-23T14:05 のように書いてください。</translation>
    </message>
    <message>
        <source>Write fields in braces, such as {{instruction}}, and {{{{ or }}}} for a brace</source>
        <translation>フィールドは {{instruction}} のように波括弧で囲み、波括弧そのものは {{{{ または }}}} と書いてください。</translation>
    </message>
    <message>
        <source>&quot;__metadata__&quot; appears twice</source>
        <translation>「__metadata__」が 2 回あります</translation>
    </message>
    <message>
        <source>&quot;__metadata__&quot; holds more than texts</source>
        <translation>「__metadata__」に文字列以外の値があります</translation>
    </message>
    <message>
        <source>&quot;__metadata__&quot; is no JSON object</source>
        <translation>「__metadata__」が JSON オブジェクトではありません</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is no name of a file inside {}</source>
        <translation>「{}」は {} の中のファイル名ではありません</translation>
    </message>
    <message>
        <source>\W in a set</source>
        <translation>文字クラス内の \W</translation>
    </message>
    <message>
        <source>`sentei runs list` shows the ids.</source>
        <translation>`sentei runs list` で ID を確認できます。</translation>
    </message>
    <message>
        <source>`sentei runs list` shows the runs that can be continued.</source>
        <translation>`sentei runs list` で再開できる実行を確認できます。</translation>
    </message>
    <message>
        <source>a GGUF file needs the model&apos;s tokenizer, and there is none</source>
        <translation>GGUF ファイルにはモデルのトークナイザーが必要ですが、ありません</translation>
    </message>
    <message>
        <source>a family</source>
        <translation>ファミリー</translation>
    </message>
    <message>
        <source>a head size of {} is no even number</source>
        <translation>ヘッドサイズ {} が偶数ではありません</translation>
    </message>
    <message>
        <source>a header of {} bytes is too long</source>
        <translation>{} バイトのヘッダーは長すぎます</translation>
    </message>
    <message>
        <source>a mask holds something that is no byte</source>
        <translation>マスクにバイトではない値があります</translation>
    </message>
    <message>
        <source>a number was expected, not {}</source>
        <translation>数値が必要なところに {} があります</translation>
    </message>
    <message>
        <source>a part of {} could not be read while it was in use</source>
        <translation>使用中に {} の一部を読み込めなくなりました</translation>
    </message>
    <message>
        <source>a reply</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>a request</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>a shard size of {} bytes is impossible</source>
        <translation>{} バイトのシャードサイズは指定できません</translation>
    </message>
    <message>
        <source>a tag cannot be empty</source>
        <translation>タグを空にすることはできません</translation>
    </message>
    <message>
        <source>a text of {} bytes is too long</source>
        <translation>{} バイトのテキストは長すぎます</translation>
    </message>
    <message>
        <source>a type for inspection only</source>
        <translation>閲覧専用の型</translation>
    </message>
    <message>
        <source>a value is expected after &apos;{}&apos;</source>
        <translation>「{}」の後に値が必要です</translation>
    </message>
    <message>
        <source>a window of {} tokens predicts none</source>
        <translation>{} トークンの窓では予測するトークンがありません</translation>
    </message>
    <message>
        <source>above {}</source>
        <translation>{} より大きい値</translation>
    </message>
    <message>
        <source>activation {} is not supported, only {} is</source>
        <translation>活性化関数 {} には対応していません。対応しているのは {} だけです</translation>
    </message>
    <message>
        <source>add &quot;{}&quot; to config.json with the value that the model was trained with (LLaMA 2: 10000.0)</source>
        <translation>モデルの学習時の値で &quot;{}&quot; を config.json に追加してください（LLaMA 2 では 10000.0）。</translation>
    </message>
    <message>
        <source>alignment</source>
        <translation>揃え</translation>
    </message>
    <message>
        <source>an operator is expected after &apos;{}&apos;</source>
        <translation>「{}」の後に演算子が必要です</translation>
    </message>
    <message>
        <source>an unknown exception</source>
        <translation>不明な例外</translation>
    </message>
    <message>
        <source>an unknown version</source>
        <translation>不明なバージョン</translation>
    </message>
    <message>
        <source>another process works on run {}</source>
        <translation>別のプロセスが実行 {} を処理しています</translation>
    </message>
    <message>
        <source>array elements</source>
        <translation>配列の要素</translation>
    </message>
    <message>
        <source>at least {}</source>
        <translation>{} 以上</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>一括</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>アテンション</translation>
    </message>
    <message>
        <source>attention unit</source>
        <translation>アテンションのユニット</translation>
    </message>
    <message>
        <source>between {} and {}</source>
        <translation>{} から {} まで</translation>
    </message>
    <message>
        <source>budget for {}: {}</source>
        <translation>{} の予算：{}</translation>
    </message>
    <message>
        <source>budget mode</source>
        <translation>予算のモード</translation>
    </message>
    <message>
        <source>budget mode custom takes nothing: no layer has a ratio</source>
        <translation>予算のモード custom では何も取り除かれません。割合を指定した層がありません</translation>
    </message>
    <message>
        <source>budget mode global gives layers different widths, which profile {} cannot hold</source>
        <translation>予算のモード global では層ごとに幅が異なるため、プロファイル {} では格納できません</translation>
    </message>
    <message>
        <source>cannot be &apos;{}&apos;</source>
        <translation>には「{}」を指定できません</translation>
    </message>
    <message>
        <source>cannot examine {}: {}</source>
        <translation>{} を調べられません：{}</translation>
    </message>
    <message>
        <source>cannot open {}: {}</source>
        <translation>{} を開けません：{}</translation>
    </message>
    <message>
        <source>cannot {} {}: {}</source>
        <translation>{1} の {0} に失敗しました：{2}</translation>
    </message>
    <message>
        <source>cap {}</source>
        <translation>上限 {}</translation>
    </message>
    <message>
        <source>cap, floor and alignment</source>
        <translation>上限、下限、揃え</translation>
    </message>
    <message>
        <source>cap, floor, protected units and alignment</source>
        <translation>上限、下限、保護されたユニット、揃え</translation>
    </message>
    <message>
        <source>choose a folder that you may write to</source>
        <translation>書き込みできるフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>choose another folder, or replace this one with --force</source>
        <translation>別のフォルダーを選ぶか、--force でこのフォルダーを置き換えてください。</translation>
    </message>
    <message>
        <source>close</source>
        <translation>クローズ</translation>
    </message>
    <message>
        <source>columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>compute dtype</source>
        <translation>計算の型</translation>
    </message>
    <message>
        <source>config.json is missing</source>
        <translation>config.json がありません</translation>
    </message>
    <message>
        <source>contains a zero byte</source>
        <translation>にゼロバイトが含まれています</translation>
    </message>
    <message>
        <source>convert it where you trust it, for example with transformers: AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(NEW_FOLDER)</source>
        <translation>信頼できる環境で変換してください。transformers の例：AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(NEW_FOLDER)</translation>
    </message>
    <message>
        <source>create</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>create a directory beside</source>
        <translation>隣へのディレクトリの作成</translation>
    </message>
    <message>
        <source>criterion</source>
        <translation>評価基準</translation>
    </message>
    <message>
        <source>does not end at a whole byte</source>
        <translation>の終わりがバイトの境界にありません</translation>
    </message>
    <message>
        <source>dtype q8_0 exists in profile gguf only, not in {}</source>
        <translation>型 q8_0 を使えるのはプロファイル gguf だけで、{} では使えません</translation>
    </message>
    <message>
        <source>evaluation windows</source>
        <translation>評価用の窓</translation>
    </message>
    <message>
        <source>event {}</source>
        <translation>イベント {}</translation>
    </message>
    <message>
        <source>examine</source>
        <translation>確認</translation>
    </message>
    <message>
        <source>exit code {}</source>
        <translation>終了コード {}</translation>
    </message>
    <message>
        <source>export dtype</source>
        <translation>書き出しの型</translation>
    </message>
    <message>
        <source>export profile</source>
        <translation>書き出しプロファイル</translation>
    </message>
    <message>
        <source>floor {}</source>
        <translation>下限 {}</translation>
    </message>
    <message>
        <source>for an unknown reason</source>
        <translation>理由は不明</translation>
    </message>
    <message>
        <source>forced</source>
        <translation>強制</translation>
    </message>
    <message>
        <source>free some space on the disk that holds {}, or choose another folder</source>
        <translation>{} のあるディスクの空き領域を増やすか、別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>general.alignment is no power of two up to a mebibyte</source>
        <translation>general.alignment が 1 メビバイト以下の 2 のべき乗ではありません</translation>
    </message>
    <message>
        <source>general.alignment must be a power of two</source>
        <translation>general.alignment は 2 のべき乗である必要があります</translation>
    </message>
    <message>
        <source>has a &quot;{}&quot; that is no list</source>
        <translation>の「{}」がリストではありません</translation>
    </message>
    <message>
        <source>has a &quot;{}&quot; that is no list of whole numbers</source>
        <translation>の「{}」が整数のリストではありません</translation>
    </message>
    <message>
        <source>has a brace without a field</source>
        <translation>にフィールドのない波括弧があります</translation>
    </message>
    <message>
        <source>has a closing brace too many</source>
        <translation>に余分な閉じ波括弧があります</translation>
    </message>
    <message>
        <source>has a value of the wrong type</source>
        <translation>の値の型が正しくありません</translation>
    </message>
    <message>
        <source>has an unknown dtype &quot;{}&quot;</source>
        <translation>の型「{}」は不明です</translation>
    </message>
    <message>
        <source>has more than {} elements</source>
        <translation>の要素が {} 個を超えています</translation>
    </message>
    <message>
        <source>has no &quot;{}&quot;</source>
        <translation>に「{}」がありません</translation>
    </message>
    <message>
        <source>has two &quot;{}&quot;</source>
        <translation>に「{}」が 2 つあります</translation>
    </message>
    <message>
        <source>has {} bytes instead of {}</source>
        <translation>は {1} バイトのはずですが、{0} バイトです</translation>
    </message>
    <message>
        <source>has {} data_offsets instead of 2</source>
        <translation>の data_offsets は 2 個のはずですが、{} 個です</translation>
    </message>
    <message>
        <source>head_dim is {}, but rotary positions need an even number</source>
        <translation>head_dim が {} ですが、回転位置埋め込みには偶数が必要です</translation>
    </message>
    <message>
        <source>holds a list of lists</source>
        <translation>にリストのリストが含まれています</translation>
    </message>
    <message>
        <source>holds something that is no text</source>
        <translation>に文字列ではない値があります</translation>
    </message>
    <message>
        <source>is &apos;{}&apos;</source>
        <translation>が「{}」になっています</translation>
    </message>
    <message>
        <source>is 0, but must be at least 1</source>
        <translation>は 0 ですが、1 以上である必要があります</translation>
    </message>
    <message>
        <source>is 0, which is the greeting&apos;s</source>
        <translation>が 0 です。0 は最初の挨拶に使われます</translation>
    </message>
    <message>
        <source>is a word that is not known</source>
        <translation>は不明な語です</translation>
    </message>
    <message>
        <source>is empty, but must hold a ratio</source>
        <translation>が空ですが、割合が必要です</translation>
    </message>
    <message>
        <source>is ffn-channel, but attention has none</source>
        <translation>が ffn-channel ですが、アテンションにはチャネルがありません</translation>
    </message>
    <message>
        <source>is larger than memory can be</source>
        <translation>が大きすぎてメモリに収まりません</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>がありません</translation>
    </message>
    <message>
        <source>is neither an object nor a text</source>
        <translation>がオブジェクトでも文字列でもありません</translation>
    </message>
    <message>
        <source>is neither true nor false</source>
        <translation>が true でも false でもありません</translation>
    </message>
    <message>
        <source>is no array</source>
        <translation>が配列ではありません</translation>
    </message>
    <message>
        <source>is no base64</source>
        <translation>が base64 ではありません</translation>
    </message>
    <message>
        <source>is no list</source>
        <translation>がリストではありません</translation>
    </message>
    <message>
        <source>is no list of units</source>
        <translation>がユニットのリストではありません</translation>
    </message>
    <message>
        <source>is no number</source>
        <translation>が数値ではありません</translation>
    </message>
    <message>
        <source>is no object</source>
        <translation>がオブジェクトではありません</translation>
    </message>
    <message>
        <source>is no text</source>
        <translation>が文字列ではありません</translation>
    </message>
    <message>
        <source>is no token&apos;s id</source>
        <translation>がトークンの ID ではありません</translation>
    </message>
    <message>
        <source>is no truth value</source>
        <translation>が真偽値ではありません</translation>
    </message>
    <message>
        <source>is no whole number</source>
        <translation>が整数ではありません</translation>
    </message>
    <message>
        <source>is no whole number from 0</source>
        <translation>が 0 以上の整数ではありません</translation>
    </message>
    <message>
        <source>is not described by an object</source>
        <translation>がオブジェクトで記述されていません</translation>
    </message>
    <message>
        <source>is not valid UTF-8</source>
        <translation>が正しい UTF-8 ではありません</translation>
    </message>
    <message>
        <source>is off and so is sweep.attention</source>
        <translation>も sweep.attention も無効です</translation>
    </message>
    <message>
        <source>is too large</source>
        <translation>が大きすぎます</translation>
    </message>
    <message>
        <source>is too large or small</source>
        <translation>が大きすぎるか小さすぎます</translation>
    </message>
    <message>
        <source>is unknown</source>
        <translation>は不明です</translation>
    </message>
    <message>
        <source>is {}, below 0</source>
        <translation>が {} で、0 を下回っています</translation>
    </message>
    <message>
        <source>is {}, but must be 1, 8, 32, 64 or 256</source>
        <translation>は {} ですが、1、8、32、64、256 のいずれかである必要があります</translation>
    </message>
    <message>
        <source>is {}, but must be {}</source>
        <translation>は {} ですが、{} でなければなりません</translation>
    </message>
    <message>
        <source>is {}, but must divide the batch of {}</source>
        <translation>は {} ですが、バッチ {} を割り切る必要があります</translation>
    </message>
    <message>
        <source>is {}, but one unit must stay</source>
        <translation>は {} ですが、少なくとも 1 ユニットは残す必要があります</translation>
    </message>
    <message>
        <source>is {}, but only {} are offered</source>
        <translation>は {} ですが、指定できるのは {} だけです</translation>
    </message>
    <message>
        <source>is {}, but what remains is counted from 1 up</source>
        <translation>は {} ですが、残す数は 1 以上で指定します</translation>
    </message>
    <message>
        <source>is {}, listed twice</source>
        <translation>の {} が重複しています</translation>
    </message>
    <message>
        <source>is {}, neither true nor false</source>
        <translation>は {} ですが、true か false である必要があります</translation>
    </message>
    <message>
        <source>is {}, no number</source>
        <translation>は {} ですが、数値ではありません</translation>
    </message>
    <message>
        <source>is {}, no number of a unit</source>
        <translation>は {} ですが、ユニットの番号ではありません</translation>
    </message>
    <message>
        <source>is {}, no object</source>
        <translation>は {} ですが、オブジェクトではありません</translation>
    </message>
    <message>
        <source>is {}, no text</source>
        <translation>は {} ですが、文字列ではありません</translation>
    </message>
    <message>
        <source>is {}, no whole number of units</source>
        <translation>は {} ですが、ユニット数を表す整数ではありません</translation>
    </message>
    <message>
        <source>is {}, outside 0 to 1</source>
        <translation>は {} ですが、0 から 1 の範囲外です</translation>
    </message>
    <message>
        <source>is {}, outside 0 to below 1: it is the share removed</source>
        <translation>は {} ですが、取り除く割合なので 0 以上 1 未満である必要があります</translation>
    </message>
    <message>
        <source>it announces {} {}, more than the file can hold</source>
        <translation>ファイルに収まらない数の {1}（{0} 個）が宣言されています</translation>
    </message>
    <message>
        <source>it does not start with GGUF</source>
        <translation>先頭が GGUF ではありません</translation>
    </message>
    <message>
        <source>it ends at byte {}, but {} bytes were to follow byte {}</source>
        <translation>{0} バイトで終わっていますが、{2} バイト目の後に {1} バイト続くはずです</translation>
    </message>
    <message>
        <source>it has a piece twice: {}</source>
        <translation>同じピースが 2 つあります：{}</translation>
    </message>
    <message>
        <source>it has more than {} pieces</source>
        <translation>ピースが {} 個を超えています</translation>
    </message>
    <message>
        <source>it has {} byte pieces instead of {}</source>
        <translation>バイトのピースは {1} 個のはずですが、{0} 個です</translation>
    </message>
    <message>
        <source>it has {} unknown pieces instead of one</source>
        <translation>未知語のピースは 1 個のはずですが、{} 個です</translation>
    </message>
    <message>
        <source>it is of another version: it speaks protocol {}, not {}</source>
        <translation>バージョンが異なります。プロトコルは {1} のはずですが、{0} です</translation>
    </message>
    <message>
        <source>it is shorter than eight bytes</source>
        <translation>8 バイトより短いファイルです</translation>
    </message>
    <message>
        <source>it made no run service</source>
        <translation>実行サービスが作られませんでした</translation>
    </message>
    <message>
        <source>its forced units let {} of {} stay, below its floor {}</source>
        <translation>強制するユニットにより {1} 中 {0} しか残らず、下限 {2} を下回ります</translation>
    </message>
    <message>
        <source>its forced units let {} of {} stay, but its protected units need {}</source>
        <translation>強制するユニットにより {1} 中 {0} しか残りませんが、保護されたユニットには {2} が必要です</translation>
    </message>
    <message>
        <source>its forced units take {} of {}, more than its cap {}</source>
        <translation>強制するユニットが {1} 中 {0} を取り除き、上限 {2} を超えます</translation>
    </message>
    <message>
        <source>its header is not a JSON object</source>
        <translation>ヘッダーが JSON オブジェクトではありません</translation>
    </message>
    <message>
        <source>its header should have {} bytes, but the file ends after {}</source>
        <translation>ヘッダーは {} バイトのはずですが、ファイルはその後 {} バイトで終わっています</translation>
    </message>
    <message>
        <source>its metadata arrays are nested too deep</source>
        <translation>メタデータの配列の入れ子が深すぎます</translation>
    </message>
    <message>
        <source>its model type is {}; 1 (unigram) and 2 (BPE) are supported</source>
        <translation>モデルの種類が {} です。対応しているのは 1 (unigram) と 2 (BPE) です</translation>
    </message>
    <message>
        <source>its tensors have {} bytes, but {} follow the header</source>
        <translation>テンソルは {} バイトですが、ヘッダーの後には {} バイトあります</translation>
    </message>
    <message>
        <source>its unknown piece is {}, but it has {} pieces</source>
        <translation>未知語のピースは {} ですが、ピースは {} 個です</translation>
    </message>
    <message>
        <source>keep is {}, below its floor {}</source>
        <translation>保持数が {} で、下限 {} を下回っています</translation>
    </message>
    <message>
        <source>keep is {}, but its forced units let only {} of {} stay</source>
        <translation>保持数は {0} ですが、強制するユニットにより {2} 中 {1} しか残りません</translation>
    </message>
    <message>
        <source>keep is {}, but its protected units need {} to stay</source>
        <translation>保持数は {} ですが、保護されたユニットを残すには {} が必要です</translation>
    </message>
    <message>
        <source>keep is {}, but there are {} units</source>
        <translation>保持数は {} ですが、ユニットは {} 個です</translation>
    </message>
    <message>
        <source>keep of layer {}</source>
        <translation>層 {} の保持数</translation>
    </message>
    <message>
        <source>keep {}</source>
        <translation>保持数 {}</translation>
    </message>
    <message>
        <source>keep {} of {} takes more than its cap {}</source>
        <translation>{1} 中 {0} を保持すると、上限 {2} より多くが取り除かれます</translation>
    </message>
    <message>
        <source>keys of {} and values of {} numbers differ, which is not supported</source>
        <translation>キーの大きさ {} とバリューの大きさ {} が異なるものには対応していません</translation>
    </message>
    <message>
        <source>kind of run</source>
        <translation>実行の種類</translation>
    </message>
    <message>
        <source>kind of target</source>
        <translation>目標の種類</translation>
    </message>
    <message>
        <source>layer {}</source>
        <translation>層 {}</translation>
    </message>
    <message>
        <source>layer {} has {} heads of {} values, above the limit of {}</source>
        <translation>層 {} の {} 個のヘッド（各 {}）は、上限 {} を超えています</translation>
    </message>
    <message>
        <source>layer {} has {} query heads, which {} key/value heads cannot share evenly</source>
        <translation>層 {} の {} 個のクエリヘッドを {} 個の KV ヘッドで均等に共有できません</translation>
    </message>
    <message>
        <source>learning-rate schedule</source>
        <translation>学習率スケジュール</translation>
    </message>
    <message>
        <source>leaves no step to prune in: warmup {} and cooldown {} must stay below 1</source>
        <translation>では枝刈りのステップが残りません。ウォームアップ {} とクールダウン {} の和は 1 未満である必要があります</translation>
    </message>
    <message>
        <source>lies at {} to {}, where {} was to follow</source>
        <translation>が {} から {} にありますが、{} から続くはずです</translation>
    </message>
    <message>
        <source>lists unit {} after {}, not ascending</source>
        <translation>でユニット {} が {} の後にあり、昇順ではありません</translation>
    </message>
    <message>
        <source>lists unit {} twice</source>
        <translation>でユニット {} が重複しています</translation>
    </message>
    <message>
        <source>lists unit {}, below 0</source>
        <translation>のユニット {} が 0 を下回っています</translation>
    </message>
    <message>
        <source>llama.cpp has other layers with a window in {} models</source>
        <translation>llama.cpp の {} モデルでは、窓を持つ層が異なります</translation>
    </message>
    <message>
        <source>llama.cpp knows no windows in {} models, and {} tokens, within which there is no difference, are too few</source>
        <translation>llama.cpp の {} モデルは窓に対応しておらず、差が出ない範囲の {} トークンでは短すぎます</translation>
    </message>
    <message>
        <source>locked, yet keep is {} of {}</source>
        <translation>ロックされていますが、保持数が {1} 中 {0} です</translation>
    </message>
    <message>
        <source>locked, yet unit {} is forced to leave</source>
        <translation>ロックされていますが、ユニット {} が強制的に取り除かれます</translation>
    </message>
    <message>
        <source>longrope needs {} numbers in {}, one for each pair of a head</source>
        <translation>longrope では {1} に {0} 個の数値が必要です（ヘッドの対ごとに 1 個）</translation>
    </message>
    <message>
        <source>map</source>
        <translation>マップ</translation>
    </message>
    <message>
        <source>memory is exhausted</source>
        <translation>メモリを使い切りました</translation>
    </message>
    <message>
        <source>memory ran out with a micro-batch of {} x {} tokens{}</source>
        <translation>マイクロバッチ {} × {} トークンでメモリが不足しました{}</translation>
    </message>
    <message>
        <source>memory ran out: the micro-batch is {} instead of {} from here on, the batch is the same</source>
        <translation>メモリが不足したため、以後のマイクロバッチを {1} から {0} に減らします。バッチは変わりません</translation>
    </message>
    <message>
        <source>merge the parts first: llama-gguf-split --merge FIRST-PART OUTPUT</source>
        <translation>先に分割ファイルを結合してください：llama-gguf-split --merge FIRST-PART OUTPUT</translation>
    </message>
    <message>
        <source>merges.txt: &apos;{}&apos; is no pair of tokens</source>
        <translation>merges.txt：「{}」はトークンの対ではありません</translation>
    </message>
    <message>
        <source>metadata arrays of {} elements are too long</source>
        <translation>{} 個の要素を持つメタデータの配列は長すぎます</translation>
    </message>
    <message>
        <source>metadata key</source>
        <translation>メタデータのキー</translation>
    </message>
    <message>
        <source>metadata keys</source>
        <translation>メタデータのキー</translation>
    </message>
    <message>
        <source>metadata of unknown type</source>
        <translation>不明な型のメタデータ</translation>
    </message>
    <message>
        <source>metadata of unknown type {} before byte {}</source>
        <translation>{1} バイト目の前に不明な型 {0} のメタデータがあります</translation>
    </message>
    <message>
        <source>mode</source>
        <translation>モード</translation>
    </message>
    <message>
        <source>model_type {} is not supported: Sentei runs and prunes {} and can only inspect this one</source>
        <translation>model_type {} には対応していません。Sentei が実行と枝刈りに対応しているのは {} で、このモデルは閲覧のみできます</translation>
    </message>
    <message>
        <source>more than {} files would be mapped at a time</source>
        <translation>同時にマップするファイルが {} 個を超えます</translation>
    </message>
    <message>
        <source>must be a JSON object</source>
        <translation>は JSON オブジェクトである必要があります</translation>
    </message>
    <message>
        <source>must be a list, not {}</source>
        <translation>はリストである必要がありますが、{} です</translation>
    </message>
    <message>
        <source>must be a number, not {}</source>
        <translation>は数値である必要がありますが、{} です</translation>
    </message>
    <message>
        <source>must be a string, not {}</source>
        <translation>は文字列である必要がありますが、{} です</translation>
    </message>
    <message>
        <source>must be a whole number from 0, not {}</source>
        <translation>は 0 以上の整数である必要がありますが、{} です</translation>
    </message>
    <message>
        <source>must be a whole number, not {}</source>
        <translation>は整数である必要がありますが、{} です</translation>
    </message>
    <message>
        <source>must be true or false, not {}</source>
        <translation>は true か false である必要がありますが、{} です</translation>
    </message>
    <message>
        <source>name a Hugging Face folder, a .gguf file or a .safetensors file</source>
        <translation>Hugging Face フォルダー、.gguf ファイル、または .safetensors ファイルを指定してください。</translation>
    </message>
    <message>
        <source>name a Hugging Face folder, a .gguf or .safetensors file, or demo</source>
        <translation>Hugging Face フォルダー、.gguf または .safetensors ファイル、あるいは demo を指定してください。</translation>
    </message>
    <message>
        <source>name a Hugging Face folder, a .gguf or .safetensors file, the ORG/NAME of a model in the Hugging Face cache, or demo</source>
        <translation>Hugging Face フォルダー、.gguf または .safetensors ファイル、Hugging Face キャッシュ内のモデルの ORG/NAME、あるいは demo を指定してください。</translation>
    </message>
    <message>
        <source>name a folder made by save_pretrained or downloaded from the Hugging Face Hub</source>
        <translation>save_pretrained で作成したフォルダー、または Hugging Face Hub からダウンロードしたフォルダーを指定してください。</translation>
    </message>
    <message>
        <source>name its GGUF file: {}</source>
        <translation>GGUF ファイルを指定してください：{}</translation>
    </message>
    <message>
        <source>name of the group</source>
        <translation>グループ名</translation>
    </message>
    <message>
        <source>names no field</source>
        <translation>にフィールドがありません</translation>
    </message>
    <message>
        <source>needs train.eval_every, which is 0</source>
        <translation>には train.eval_every が必要ですが、0 です</translation>
    </message>
    <message>
        <source>no evaluation text was given</source>
        <translation>評価用テキストが指定されていません</translation>
    </message>
    <message>
        <source>no evaluation text was given: the last {} tokens of the training text are held out</source>
        <translation>評価用テキストが指定されていないため、学習用テキストの最後の {} トークンを評価用に取り分けます</translation>
    </message>
    <message>
        <source>no export was given</source>
        <translation>書き出したモデルが指定されていません</translation>
    </message>
    <message>
        <source>no family can lose units at these ratios</source>
        <translation>これらの割合でユニットを取り除けるファミリーがありません</translation>
    </message>
    <message>
        <source>no model is named</source>
        <translation>モデルが指定されていません</translation>
    </message>
    <message>
        <source>no model was given</source>
        <translation>モデルが指定されていません</translation>
    </message>
    <message>
        <source>no run {} is under way in the engine process</source>
        <translation>エンジンプロセスで進行中の実行 {} はありません</translation>
    </message>
    <message>
        <source>no run {} was started here</source>
        <translation>実行 {} はここで開始されていません</translation>
    </message>
    <message>
        <source>no stock class of transformers holds {} query heads on hidden size {}</source>
        <translation>隠れ次元 {1} でクエリヘッド {0} 個を格納できる transformers の標準クラスがありません</translation>
    </message>
    <message>
        <source>no text was given</source>
        <translation>テキストが指定されていません</translation>
    </message>
    <message>
        <source>no training text was given</source>
        <translation>学習用テキストが指定されていません</translation>
    </message>
    <message>
        <source>none goes with = and != only</source>
        <translation>none は = と != でだけ使えます</translation>
    </message>
    <message>
        <source>numbers cannot be written as {} (tensor &quot;{}&quot;)</source>
        <translation>数値を {} として書き込めません（テンソル「{}」）</translation>
    </message>
    <message>
        <source>of an unknown version</source>
        <translation>（不明なバージョン）</translation>
    </message>
    <message>
        <source>only {} of {} numbers of a head are rotated, which is not supported</source>
        <translation>ヘッドの {1} 個の数値のうち {0} 個だけが回転されるものには対応していません</translation>
    </message>
    <message>
        <source>open</source>
        <translation>オープン</translation>
    </message>
    <message>
        <source>partial_rotary_factor {} is not supported, only 1 is</source>
        <translation>partial_rotary_factor {} には対応していません。対応しているのは 1 だけです</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>piece {} has the score {}</source>
        <translation>ピース {} のスコアが {} です</translation>
    </message>
    <message>
        <source>piece {} has the unknown type {}</source>
        <translation>ピース {} の型 {} は不明です</translation>
    </message>
    <message>
        <source>piece {} is empty</source>
        <translation>ピース {} が空です</translation>
    </message>
    <message>
        <source>piece {} is no UTF-8 text</source>
        <translation>ピース {} が UTF-8 のテキストではありません</translation>
    </message>
    <message>
        <source>profile {} with dtype {} cannot hold this model: {}</source>
        <translation>プロファイル {}、型 {} ではこのモデルを格納できません：{}</translation>
    </message>
    <message>
        <source>protected</source>
        <translation>保護</translation>
    </message>
    <message>
        <source>protects and forces unit {}</source>
        <translation>がユニット {} を保護と強制の両方に指定しています</translation>
    </message>
    <message>
        <source>pruning schedule</source>
        <translation>枝刈りスケジュール</translation>
    </message>
    <message>
        <source>query_pre_attn_scalar is {}, but llama.cpp takes {} for {} models</source>
        <translation>query_pre_attn_scalar が {0} ですが、llama.cpp は {2} モデルで {1} を使います</translation>
    </message>
    <message>
        <source>raise the limit (ulimit -f) or choose another folder</source>
        <translation>制限 (ulimit -f) を上げるか、別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>ratio of layer {}</source>
        <translation>層 {} の割合</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>名前変更</translation>
    </message>
    <message>
        <source>rename {} to</source>
        <translation>{} からの名前変更</translation>
    </message>
    <message>
        <source>replace</source>
        <translation>置き換え</translation>
    </message>
    <message>
        <source>rotary scaling ({} {}) is not supported</source>
        <translation>回転位置埋め込みのスケーリング ({} {}) には対応していません</translation>
    </message>
    <message>
        <source>rotary scaling llama3 has high_freq_factor {}, which must be above low_freq_factor {}</source>
        <translation>回転位置埋め込みのスケーリング llama3 の high_freq_factor が {} ですが、low_freq_factor {} より大きい必要があります</translation>
    </message>
    <message>
        <source>rotary scaling {} does not say {}</source>
        <translation>回転位置埋め込みのスケーリング {} に {} がありません</translation>
    </message>
    <message>
        <source>rotary scaling {} is not supported; default, linear, llama3 and longrope are</source>
        <translation>回転位置埋め込みのスケーリング {} には対応していません。対応しているのは default、linear、llama3、longrope です</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>rows of {} of {} matrices are no multiple of {} long, so llama.cpp takes larger types for them</source>
        <translation>{1} 個の行列のうち {0} 個は行の長さが {2} の倍数ではないため、llama.cpp はより大きい型を使います</translation>
    </message>
    <message>
        <source>run ./dev demo once: it downloads the model into the cache folder</source>
        <translation>./dev demo を一度実行してください。モデルがキャッシュフォルダーにダウンロードされます。</translation>
    </message>
    <message>
        <source>run {} has no budget</source>
        <translation>実行 {} には予算がありません</translation>
    </message>
    <message>
        <source>run {} has no sound checkpoint to export</source>
        <translation>実行 {} には書き出せる正常なチェックポイントがありません</translation>
    </message>
    <message>
        <source>run {} is finished</source>
        <translation>実行 {} は終了しています</translation>
    </message>
    <message>
        <source>run {} is not finished yet</source>
        <translation>実行 {} はまだ終了していません</translation>
    </message>
    <message>
        <source>run {} stopped after step {} of {}</source>
        <translation>実行 {0} は {2} ステップ中 {1} ステップで停止しました</translation>
    </message>
    <message>
        <source>runs of kind {} are not available yet</source>
        <translation>種類 {} の実行にはまだ対応していません</translation>
    </message>
    <message>
        <source>safetensors cannot hold {} (tensor &quot;{}&quot;)</source>
        <translation>safetensors には {} を格納できません（テンソル「{}」）</translation>
    </message>
    <message>
        <source>sentei doctor says what is missing; ./dev build builds the engine again.</source>
        <translation>sentei doctor で足りないものを確認できます。./dev build でエンジンをビルドし直せます。</translation>
    </message>
    <message>
        <source>sentei runs list shows the runs that are stored.</source>
        <translation>sentei runs list で保存されている実行を確認できます。</translation>
    </message>
    <message>
        <source>sequences</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>set XDG_CACHE_HOME to a folder that may hold downloads</source>
        <translation>ダウンロードしたものを置けるフォルダーを XDG_CACHE_HOME に設定してください。</translation>
    </message>
    <message>
        <source>signal {}, {}</source>
        <translation>シグナル {}、{}</translation>
    </message>
    <message>
        <source>step {} was skipped: {} is not finite</source>
        <translation>ステップ {} をスキップしました。{} が有限ではありません</translation>
    </message>
    <message>
        <source>step {}: the scores are not finite and were not used</source>
        <translation>ステップ {}：スコアが有限ではないため使いませんでした</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>ステップ数</translation>
    </message>
    <message>
        <source>stopped while measuring perplexity</source>
        <translation>パープレキシティの測定中に停止しました</translation>
    </message>
    <message>
        <source>sync</source>
        <translation>同期</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目標</translation>
    </message>
    <message>
        <source>target kind</source>
        <translation>目標の種類</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>テンソル</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has no place in a {} model of this configuration</source>
        <translation>テンソル「{}」は、この構成の {} モデルでは使われません</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; has shape [{}], but the configuration asks for [{}]</source>
        <translation>テンソル「{}」の形状は [{}] ですが、構成では [{}] です</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is missing from the checkpoint</source>
        <translation>チェックポイントにテンソル「{}」がありません</translation>
    </message>
    <message>
        <source>tensor &apos;{}&apos; is stored as {}, from which no weights can be read</source>
        <translation>テンソル「{}」は {} で保存されており、重みを読み込めません</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; has an impossible shape</source>
        <translation>テンソル「{}」の形状が不正です</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; has rows of {} values, no multiple of {}&apos;s block of {}</source>
        <translation>テンソル「{}」の行の {} 個の値が、{} のブロック {} の倍数ではありません</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; has rows of {} values, which {} cannot hold: it stores {} at a time</source>
        <translation>テンソル「{0}」の行は {1} 個の値を持ちますが、{2} は {3} 個ずつ保存するため格納できません</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; has {} dimensions</source>
        <translation>テンソル「{}」の次元が {} 個あります</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; is declared twice</source>
        <translation>テンソル「{}」が 2 回宣言されています</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; is larger than memory can be</source>
        <translation>テンソル「{}」が大きすぎてメモリに収まりません</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; is of unknown type {}</source>
        <translation>テンソル「{}」の型 {} は不明です</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; lies at {}, no multiple of the alignment {}</source>
        <translation>テンソル「{}」の位置 {} がアライメント {} の倍数ではありません</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; of {} has the shape [{}] instead of [{}]</source>
        <translation>{1} のテンソル「{0}」の形状は [{3}] のはずですが、[{2}] です</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; of {} is stored as {} instead of I64</source>
        <translation>{1} のテンソル「{0}」は I64 のはずですが、{2} で保存されています</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; of {} is stored as {}, which cannot be read</source>
        <translation>{1} のテンソル「{0}」は {2} で保存されており、読み込めません</translation>
    </message>
    <message>
        <source>tensor &quot;{}&quot; {}</source>
        <translation>テンソル「{}」{}</translation>
    </message>
    <message>
        <source>tensor {} of a checkpoint has the type {}</source>
        <translation>チェックポイントのテンソル {} の型が {} です</translation>
    </message>
    <message>
        <source>tensors</source>
        <translation>テンソル</translation>
    </message>
    <message>
        <source>the FFN width of layer {}</source>
        <translation>層 {} の FFN の幅</translation>
    </message>
    <message>
        <source>the attention width of layer {}</source>
        <translation>層 {} のアテンションの幅</translation>
    </message>
    <message>
        <source>the brackets are nested too deeply</source>
        <translation>括弧の入れ子が深すぎます</translation>
    </message>
    <message>
        <source>the budget names layer {}, but the model has layers 0 to {}</source>
        <translation>予算に層 {} がありますが、モデルの層は 0 から {} までです</translation>
    </message>
    <message>
        <source>the bundled modelling code cannot be read: {}</source>
        <translation>同梱のモデリングコードを読み込めません：{}</translation>
    </message>
    <message>
        <source>the calibration scores are not finite</source>
        <translation>較正のスコアが有限ではありません</translation>
    </message>
    <message>
        <source>the checkpoint lists tensor &apos;{}&apos; twice</source>
        <translation>チェックポイントにテンソル「{}」が 2 回あります</translation>
    </message>
    <message>
        <source>the checkpoint of step {} does not fit the model: {} is missing or has another shape</source>
        <translation>ステップ {} のチェックポイントがモデルと合いません。{} がないか、形状が異なります</translation>
    </message>
    <message>
        <source>the checkpoint {} belongs to another spec</source>
        <translation>チェックポイント {} は別の実行設定のものです</translation>
    </message>
    <message>
        <source>the checkpoint {} has another hash than it was saved with</source>
        <translation>チェックポイント {} のハッシュが保存時と異なります</translation>
    </message>
    <message>
        <source>the checkpoint&apos;s micro-batch is {}, the run&apos;s {}</source>
        <translation>チェックポイントのマイクロバッチは {} ですが、実行では {} です</translation>
    </message>
    <message>
        <source>the configuration does not say head_dim, and hidden_size {} over {} heads does not give it</source>
        <translation>構成に head_dim がなく、hidden_size {} をヘッド数 {} で割っても求められません</translation>
    </message>
    <message>
        <source>the configuration does not say {}</source>
        <translation>構成に {} がありません</translation>
    </message>
    <message>
        <source>the configuration has {} layers, but the checkpoint only {} tensors</source>
        <translation>構成では {} 層ですが、チェックポイントのテンソルは {} 個しかありません</translation>
    </message>
    <message>
        <source>the configuration of a pruned model lacks the list {}</source>
        <translation>枝刈り済みモデルの構成にリスト {} がありません</translation>
    </message>
    <message>
        <source>the configuration&apos;s layer_types must list {} layers</source>
        <translation>構成の layer_types には {} 層を列挙する必要があります</translation>
    </message>
    <message>
        <source>the configuration&apos;s layer_types names {}, which is neither full_attention nor sliding_attention</source>
        <translation>構成の layer_types に {} がありますが、full_attention でも sliding_attention でもありません</translation>
    </message>
    <message>
        <source>the configuration&apos;s rotary settings are {}, which is no object</source>
        <translation>構成の回転位置埋め込みの設定が {} で、オブジェクトではありません</translation>
    </message>
    <message>
        <source>the configuration&apos;s rotary settings for {} are {}, which is no object</source>
        <translation>構成の {} 用の回転位置埋め込みの設定が {} で、オブジェクトではありません</translation>
    </message>
    <message>
        <source>the configuration&apos;s {} has {} entries for {} layers</source>
        <translation>構成の {0} は {1} 要素ですが、層は {2} 個です</translation>
    </message>
    <message>
        <source>the configuration&apos;s {} holds {}, but factors are above zero</source>
        <translation>構成の {} に {} がありますが、係数は 0 より大きい必要があります</translation>
    </message>
    <message>
        <source>the configuration&apos;s {} is {}, but it must be above zero</source>
        <translation>構成の {} が {} ですが、0 より大きい必要があります</translation>
    </message>
    <message>
        <source>the configuration&apos;s {} is {}, but it must be true or false</source>
        <translation>構成の {} が {} ですが、true か false である必要があります</translation>
    </message>
    <message>
        <source>the configuration&apos;s {} is {}, outside 1 to {}</source>
        <translation>構成の {} が {} で、1 から {} の範囲外です</translation>
    </message>
    <message>
        <source>the configuration&apos;s {} is {}, which is no number</source>
        <translation>構成の {} が {} で、数値ではありません</translation>
    </message>
    <message>
        <source>the configuration&apos;s {} is {}, which is no text</source>
        <translation>構成の {} が {} で、文字列ではありません</translation>
    </message>
    <message>
        <source>the configuration&apos;s {} is {}, which is no whole number</source>
        <translation>構成の {} が {} で、整数ではありません</translation>
    </message>
    <message>
        <source>the default lock of families with fewer than {} units</source>
        <translation>ユニットが {} 個未満のファミリーの既定のロック</translation>
    </message>
    <message>
        <source>the default lock of the outer layers</source>
        <translation>外側の層の既定のロック</translation>
    </message>
    <message>
        <source>the demo model is not installed: there is no {}</source>
        <translation>デモモデルがインストールされていません。{} がありません</translation>
    </message>
    <message>
        <source>the device {} is not available</source>
        <translation>デバイス {} は使えません</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>ディスクに空きがありません</translation>
    </message>
    <message>
        <source>the embedding</source>
        <translation>埋め込み</translation>
    </message>
    <message>
        <source>the evaluation text {} does not exist</source>
        <translation>評価用テキスト {} が存在しません</translation>
    </message>
    <message>
        <source>the evaluations of a checkpoint are damaged: {}</source>
        <translation>チェックポイントの評価結果が壊れています：{}</translation>
    </message>
    <message>
        <source>the event</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>the export has no target folder</source>
        <translation>書き出し先フォルダーが指定されていません</translation>
    </message>
    <message>
        <source>the export needs {} but {} are free at {}</source>
        <translation>書き出しには {0} 必要ですが、{2} の空きは {1} です</translation>
    </message>
    <message>
        <source>the export was stopped; nothing was written</source>
        <translation>書き出しを停止しました。何も書き込まれていません</translation>
    </message>
    <message>
        <source>the export {} does not exist</source>
        <translation>書き出したモデル {} が存在しません</translation>
    </message>
    <message>
        <source>the fast path differs from the plain one by {:.3g} (limit {:.3g})</source>
        <translation>高速経路の結果が通常の経路と {} 異なります（許容値 {}）</translation>
    </message>
    <message>
        <source>the file belongs to every Hugging Face model: copy it beside the weights</source>
        <translation>このファイルはすべての Hugging Face モデルに必要です。重みと同じ場所にコピーしてください。</translation>
    </message>
    <message>
        <source>the file would be larger than this process or disk allows</source>
        <translation>ファイルが、このプロセスまたはディスクで許される大きさを超えます</translation>
    </message>
    <message>
        <source>the filter is longer than {} characters</source>
        <translation>フィルターが {} 文字を超えています</translation>
    </message>
    <message>
        <source>the gradient</source>
        <translation>勾配</translation>
    </message>
    <message>
        <source>the gradient of layer {}</source>
        <translation>層 {} の勾配</translation>
    </message>
    <message>
        <source>the header of {}</source>
        <translation>{} のヘッダー</translation>
    </message>
    <message>
        <source>the initial ratio {} is outside 0 to {}</source>
        <translation>初期の割合 {} が 0 から {} の範囲外です</translation>
    </message>
    <message>
        <source>the layers have different widths, and it knows one for all</source>
        <translation>層ごとに幅が異なりますが、全層共通の幅にしか対応していません</translation>
    </message>
    <message>
        <source>the layers have different widths, which profile {} cannot hold</source>
        <translation>層ごとに幅が異なるため、プロファイル {} では格納できません</translation>
    </message>
    <message>
        <source>the limits leave no {} width that all {} layers could share</source>
        <translation>制限の下で、{1} 層すべてが共有できる {0} の幅がありません</translation>
    </message>
    <message>
        <source>the lock</source>
        <translation>ロック</translation>
    </message>
    <message>
        <source>the model has no configuration, only tensors</source>
        <translation>モデルに構成がなく、テンソルだけがあります</translation>
    </message>
    <message>
        <source>the model {} does not exist</source>
        <translation>モデル {} が存在しません</translation>
    </message>
    <message>
        <source>the name of a field is expected</source>
        <translation>フィールドの名前が必要です</translation>
    </message>
    <message>
        <source>the name of a {} is no UTF-8 text</source>
        <translation>{} の名前が UTF-8 のテキストではありません</translation>
    </message>
    <message>
        <source>the new budget came too late: the last pruning event is over</source>
        <translation>新しい予算は間に合いませんでした。最後の枝刈りイベントは終わっています</translation>
    </message>
    <message>
        <source>the new budget came too late: {}</source>
        <translation>新しい予算は間に合いませんでした：{}</translation>
    </message>
    <message>
        <source>the new budget has another {} than the run</source>
        <translation>新しい予算の {} が実行のものと異なります</translation>
    </message>
    <message>
        <source>the output matrix</source>
        <translation>出力行列</translation>
    </message>
    <message>
        <source>the prompt is empty</source>
        <translation>プロンプトが空です</translation>
    </message>
    <message>
        <source>the quote {} is not closed</source>
        <translation>引用符 {} が閉じられていません</translation>
    </message>
    <message>
        <source>the rows of {} have {} values, and Q8_0 needs a multiple of {}</source>
        <translation>{} の行は {} 個の値を持ちますが、Q8_0 には {} の倍数が必要です</translation>
    </message>
    <message>
        <source>the run ended by its {} rule before the last pruning event</source>
        <translation>最後の枝刈りイベントの前に、{} の規則により実行が終了しました</translation>
    </message>
    <message>
        <source>the run is not pruning yet</source>
        <translation>実行はまだ枝刈りを始めていません</translation>
    </message>
    <message>
        <source>the run needs about {} of memory and {} are free</source>
        <translation>実行には約 {} のメモリが必要ですが、空きは {} です</translation>
    </message>
    <message>
        <source>the run was stopped</source>
        <translation>実行が停止されました</translation>
    </message>
    <message>
        <source>the run&apos;s last pruning event is over: no unit leaves any more</source>
        <translation>実行の最後の枝刈りイベントは終わっており、これ以上ユニットは取り除かれません</translation>
    </message>
    <message>
        <source>the target takes {} parameters ({}), but at most {} ({}) may leave: {}</source>
        <translation>目標では {} パラメータ ({}) を取り除きますが、取り除けるのは最大 {} ({}) です：{}</translation>
    </message>
    <message>
        <source>the target takes {} parameters, but with the measured layers at most {} may leave</source>
        <translation>目標では {} パラメータを取り除きますが、測定済みの層で取り除けるのは最大 {} です</translation>
    </message>
    <message>
        <source>the text does not fill one window</source>
        <translation>テキストが窓 1 つに足りません</translation>
    </message>
    <message>
        <source>the text {} does not exist</source>
        <translation>テキスト {} が存在しません</translation>
    </message>
    <message>
        <source>the training text {} does not exist</source>
        <translation>学習用テキスト {} が存在しません</translation>
    </message>
    <message>
        <source>the weights are quantised by {}, which is not supported; use the unquantised model</source>
        <translation>重みが {} で量子化されており、対応していません。量子化されていないモデルを使ってください</translation>
    </message>
    <message>
        <source>the widths are equal, but profile {} writes no stock class: choose hf-uniform</source>
        <translation>幅は揃っていますが、プロファイル {} は標準クラスを書き出しません。hf-uniform を選んでください</translation>
    </message>
    <message>
        <source>the {} bytes of tensor &quot;{}&quot; reach beyond its end at byte {}</source>
        <translation>テンソル「{1}」の {0} バイトが、終端の {2} バイト目を超えています</translation>
    </message>
    <message>
        <source>the {} has a control character</source>
        <translation>{} に制御文字が含まれています</translation>
    </message>
    <message>
        <source>the {} is longer than {} bytes</source>
        <translation>{} が {} バイトを超えています</translation>
    </message>
    <message>
        <source>the {} of layer {} has lost {} of its {} units already, and the new limits let {} go</source>
        <translation>層 {1} の {0} は {3} ユニット中 {2} をすでに失っていますが、新しい制限で取り除けるのは {4} です</translation>
    </message>
    <message>
        <source>there are no .safetensors or .gguf files</source>
        <translation>.safetensors ファイルも .gguf ファイルもありません</translation>
    </message>
    <message>
        <source>there is no cache folder: HOME is not set</source>
        <translation>キャッシュフォルダーがありません。HOME が設定されていません</translation>
    </message>
    <message>
        <source>there is no field &apos;{}&apos;</source>
        <translation>フィールド「{}」はありません</translation>
    </message>
    <message>
        <source>there is no folder {}, and no such model in the Hugging Face cache {}</source>
        <translation>フォルダー {} がなく、Hugging Face キャッシュ {} にもそのモデルがありません</translation>
    </message>
    <message>
        <source>there is no layer {}: the model has layers 0 to {}</source>
        <translation>層 {} はありません。モデルの層は 0 から {} までです</translation>
    </message>
    <message>
        <source>there is no run {} in {}</source>
        <translation>{1} に実行 {0} はありません</translation>
    </message>
    <message>
        <source>there is no tensor {} in {}</source>
        <translation>{1} にテンソル {0} はありません</translation>
    </message>
    <message>
        <source>there is no torch package in the Python folders of {}</source>
        <translation>{} の Python フォルダーに torch パッケージがありません</translation>
    </message>
    <message>
        <source>there is no {}</source>
        <translation>{} がありません</translation>
    </message>
    <message>
        <source>this bracket is not closed</source>
        <translation>この括弧が閉じられていません</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>このマシン</translation>
    </message>
    <message>
        <source>through the cache</source>
        <translation>キャッシュ経由</translation>
    </message>
    <message>
        <source>time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>tokenizer.json does not have the expected form: {}</source>
        <translation>tokenizer.json が想定した形式ではありません：{}</translation>
    </message>
    <message>
        <source>tokenizer.json: &apos;{}&apos; is nested more than {} deep</source>
        <translation>tokenizer.json：「{}」の入れ子が {} 段を超えています</translation>
    </message>
    <message>
        <source>tokenizer.json: BPE with dropout is not supported</source>
        <translation>tokenizer.json：ドロップアウト付きの BPE には対応していません</translation>
    </message>
    <message>
        <source>tokenizer.json: a pattern is neither String nor Regex: {}</source>
        <translation>tokenizer.json：パターンが String でも Regex でもありません：{}</translation>
    </message>
    <message>
        <source>tokenizer.json: a token has {} bytes; the limit is {}</source>
        <translation>tokenizer.json：{} バイトのトークンがあります。上限は {} バイトです</translation>
    </message>
    <message>
        <source>tokenizer.json: merge &apos;{}&apos; is not a pair</source>
        <translation>tokenizer.json：マージ「{}」が対になっていません</translation>
    </message>
    <message>
        <source>tokenizer.json: merge {} is not a pair: &apos;{}&apos;</source>
        <translation>tokenizer.json：マージ {} が対になっていません：「{}」</translation>
    </message>
    <message>
        <source>tokenizer.json: no id is left for an added token behind {}</source>
        <translation>tokenizer.json：{} の後の追加トークンに割り当てる ID が残っていません</translation>
    </message>
    <message>
        <source>tokenizer.json: the Strip decoder has no content</source>
        <translation>tokenizer.json：Strip デコーダーに content がありません</translation>
    </message>
    <message>
        <source>tokenizer.json: the decoder &apos;{}&apos; is not supported</source>
        <translation>tokenizer.json：デコーダー「{}」には対応していません</translation>
    </message>
    <message>
        <source>tokenizer.json: the merge of &apos;{}&apos; and &apos;{}&apos; needs &apos;{}&apos;, which is not in the vocabulary</source>
        <translation>tokenizer.json：「{}」と「{}」のマージに必要な「{}」が語彙にありません</translation>
    </message>
    <message>
        <source>tokenizer.json: the model &apos;{}&apos; is not supported; BPE, Unigram and WordPiece are</source>
        <translation>tokenizer.json：モデル「{}」には対応していません。対応しているのは BPE、Unigram、WordPiece です</translation>
    </message>
    <message>
        <source>tokenizer.json: the normalizer &apos;{}&apos; is not supported</source>
        <translation>tokenizer.json：正規化「{}」には対応していません</translation>
    </message>
    <message>
        <source>tokenizer.json: the post-processor &apos;{}&apos; is not supported</source>
        <translation>tokenizer.json：後処理「{}」には対応していません</translation>
    </message>
    <message>
        <source>tokenizer.json: the post-processor adds a token with the id {}</source>
        <translation>tokenizer.json：後処理が ID {} のトークンを追加します</translation>
    </message>
    <message>
        <source>tokenizer.json: the pre-tokenizer &apos;{}&apos; is not supported</source>
        <translation>tokenizer.json：プリトークナイザー「{}」には対応していません</translation>
    </message>
    <message>
        <source>tokenizer.json: the precompiled_charsmap is no base64</source>
        <translation>tokenizer.json：precompiled_charsmap が base64 ではありません</translation>
    </message>
    <message>
        <source>tokenizer.json: the regular expression &apos;{}&apos; is not understood at character {}: {}</source>
        <translation>tokenizer.json：正規表現「{}」の {} 文字目を解釈できません：{}</translation>
    </message>
    <message>
        <source>tokenizer.json: the regular expression &apos;{}&apos; uses &apos;{}&apos;, which is not supported</source>
        <translation>tokenizer.json：正規表現「{}」で使われている「{}」には対応していません</translation>
    </message>
    <message>
        <source>tokenizer.json: the template adds more than {} tokens to a text</source>
        <translation>tokenizer.json：テンプレートがテキストに追加するトークンが {} 個を超えています</translation>
    </message>
    <message>
        <source>tokenizer.json: the template for one text names the text {} times</source>
        <translation>tokenizer.json：テキスト 1 つ用のテンプレートにテキストが {} 回現れます</translation>
    </message>
    <message>
        <source>tokenizer.json: the text holds an unknown character, but there is no unk_id</source>
        <translation>tokenizer.json：テキストに未知の文字がありますが、unk_id がありません</translation>
    </message>
    <message>
        <source>tokenizer.json: the token with the id {} is no UTF-8 text</source>
        <translation>tokenizer.json：ID {} のトークンが UTF-8 のテキストではありません</translation>
    </message>
    <message>
        <source>tokenizer.json: the unknown token &apos;{}&apos; is not in the vocabulary</source>
        <translation>tokenizer.json：未知語トークン「{}」が語彙にありません</translation>
    </message>
    <message>
        <source>tokenizer.json: token &apos;{}&apos; has the id {}</source>
        <translation>tokenizer.json：トークン「{}」の ID が {} です</translation>
    </message>
    <message>
        <source>tokenizer.json: unk_id is {}, but the vocabulary has {} tokens</source>
        <translation>tokenizer.json：unk_id は {} ですが、語彙のトークンは {} 個です</translation>
    </message>
    <message>
        <source>tokenizer.json: unknown prepend_scheme &apos;{}&apos;</source>
        <translation>tokenizer.json：prepend_scheme「{}」は不明です</translation>
    </message>
    <message>
        <source>tokenizer.json: unknown split behaviour &apos;{}&apos;</source>
        <translation>tokenizer.json：分割の動作「{}」は不明です</translation>
    </message>
    <message>
        <source>tokenizer_config.json gives {} extra_ids</source>
        <translation>tokenizer_config.json に extra_ids が {} 個あります</translation>
    </message>
    <message>
        <source>tokenizer_config.json: added_tokens_decoder has the id &apos;{}&apos;</source>
        <translation>tokenizer_config.json：added_tokens_decoder に ID「{}」があります</translation>
    </message>
    <message>
        <source>two keys &quot;{}&quot;</source>
        <translation>キー「{}」が 2 つあります</translation>
    </message>
    <message>
        <source>two tensors &quot;{}&quot;</source>
        <translation>テンソル「{}」が 2 つあります</translation>
    </message>
    <message>
        <source>unit {} is {}, but there are units 0 to {}</source>
        <translation>ユニット {} が {} に指定されていますが、ユニットは 0 から {} までです</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>不明な理由</translation>
    </message>
    <message>
        <source>use_bidirectional_attention is not supported: {} runs as a causal model</source>
        <translation>use_bidirectional_attention には対応していません。{} は因果モデルとして実行されます</translation>
    </message>
    <message>
        <source>user</source>
        <translation>ユーザー</translation>
    </message>
    <message>
        <source>value of {}</source>
        <translation>{} の値</translation>
    </message>
    <message>
        <source>value {} or one near it is not finite</source>
        <translation>値 {} またはその近くの値が有限ではありません</translation>
    </message>
    <message>
        <source>vocab.txt: line {} is no UTF-8</source>
        <translation>vocab.txt：{} 行目が UTF-8 ではありません</translation>
    </message>
    <message>
        <source>warm-up {} and cool-down {} leave no steps for pruning</source>
        <translation>ウォームアップ {} とクールダウン {} では枝刈りのステップが残りません</translation>
    </message>
    <message>
        <source>windows</source>
        <translation>窓</translation>
    </message>
    <message>
        <source>write</source>
        <translation>書き込み</translation>
    </message>
    <message>
        <source>your quota on this disk is used up: free some space or choose another folder</source>
        <translation>このディスクの割り当て容量を使い切りました。空き領域を増やすか、別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>{:.1f} s</source>
        <translation>{} 秒</translation>
    </message>
    <message>
        <source>{:.2f} s</source>
        <translation>{} 秒</translation>
    </message>
    <message>
        <source>{:d} to {:d}</source>
        <translation>{}～{}</translation>
    </message>
    <message>
        <source>{} and at most {}</source>
        <translation>{} かつ {} 以下</translation>
    </message>
    <message>
        <source>{} and below {}</source>
        <translation>{} かつ {} 未満</translation>
    </message>
    <message>
        <source>{} asks for a variant of LoRA that is not supported</source>
        <translation>{} が必要とする LoRA の変種には対応していません</translation>
    </message>
    <message>
        <source>{} cannot be found: {}</source>
        <translation>{} が見つかりません：{}</translation>
    </message>
    <message>
        <source>{} cannot be opened</source>
        <translation>{} を開けません</translation>
    </message>
    <message>
        <source>{} cannot be read</source>
        <translation>{} を読み込めません</translation>
    </message>
    <message>
        <source>{} cannot be used: the rows of {} are no whole heads of {}</source>
        <translation>{0} を使えません：{1} の行がヘッドの大きさ {2} で割り切れません</translation>
    </message>
    <message>
        <source>{} cannot be used: {}</source>
        <translation>{} を使えません：{}</translation>
    </message>
    <message>
        <source>{} cannot be used: {} is not stored as F32</source>
        <translation>{} を使えません：{} が F32 で保存されていません</translation>
    </message>
    <message>
        <source>{} computes other logits than its probe: they differ by up to {:.3g}, above the tolerance of {:.3g}</source>
        <translation>{} のロジットがプローブと一致しません。差は最大 {} で、許容値 {} を超えています</translation>
    </message>
    <message>
        <source>{} d {} h</source>
        <translation>{} 日 {} 時間</translation>
    </message>
    <message>
        <source>{} describes no LoRA adapter</source>
        <translation>{} は LoRA アダプターを記述していません</translation>
    </message>
    <message>
        <source>{} differs between layers, which is not supported</source>
        <translation>{} が層ごとに異なるものには対応していません</translation>
    </message>
    <message>
        <source>{} does not exist</source>
        <translation>{} が存在しません</translation>
    </message>
    <message>
        <source>{} does not hold tensor &quot;{}&quot;, which {} says it does</source>
        <translation>{2} によるとテンソル「{1}」を持つはずの {0} に、それがありません</translation>
    </message>
    <message>
        <source>{} does not name a directory to write</source>
        <translation>{} は書き込み先のディレクトリ名ではありません</translation>
    </message>
    <message>
        <source>{} does not name its architecture</source>
        <translation>{} にアーキテクチャ名がありません</translation>
    </message>
    <message>
        <source>{} exists already</source>
        <translation>{} はすでに存在します</translation>
    </message>
    <message>
        <source>{} exists and is not a directory, so it is not replaced</source>
        <translation>{} はすでに存在し、ディレクトリではないため置き換えません</translation>
    </message>
    <message>
        <source>{} failed: {}</source>
        <translation>{} に失敗しました：{}</translation>
    </message>
    <message>
        <source>{} h {:02} min</source>
        <translation>{} 時間 {} 分</translation>
    </message>
    <message>
        <source>{} has an unknown field {}</source>
        <translation>{} に不明なフィールド {} があります</translation>
    </message>
    <message>
        <source>{} has no LoRA adapter to export</source>
        <translation>{} には書き出す LoRA アダプターがありません</translation>
    </message>
    <message>
        <source>{} has no &quot;weight_map&quot;</source>
        <translation>{} に「weight_map」がありません</translation>
    </message>
    <message>
        <source>{} has no field &apos;{}&apos;; it has {}</source>
        <translation>{} にフィールド「{}」がありません。あるのは {} です</translation>
    </message>
    <message>
        <source>{} has no tensor &quot;{}&quot;</source>
        <translation>{} にテンソル「{}」がありません</translation>
    </message>
    <message>
        <source>{} has no token &apos;{}&apos;</source>
        <translation>{} にトークン「{}」がありません</translation>
    </message>
    <message>
        <source>{} has no tokenizer: no tokenizer.json, no .model file of SentencePiece or tiktoken, no vocab.json with merges.txt, no vocab.txt</source>
        <translation>{} にトークナイザーがありません。tokenizer.json、SentencePiece または tiktoken の .model ファイル、vocab.json と merges.txt、vocab.txt のいずれもありません</translation>
    </message>
    <message>
        <source>{} has no usable lora_alpha</source>
        <translation>{} に使える lora_alpha がありません</translation>
    </message>
    <message>
        <source>{} has no usable r and lora_alpha</source>
        <translation>{} に使える r と lora_alpha がありません</translation>
    </message>
    <message>
        <source>{} has no width between {} and {} units that profile {} with {} can hold (multiples of {})</source>
        <translation>{0} には、プロファイル {3}、型 {4} で格納できる {1} から {2} ユニットの幅（{5} の倍数）がありません</translation>
    </message>
    <message>
        <source>{} has no {}</source>
        <translation>{} に {} がありません</translation>
    </message>
    <message>
        <source>{} has {} and is not read ahead of the run</source>
        <translation>{} は {} あるため、実行前には読み込みません</translation>
    </message>
    <message>
        <source>{} has {} bytes, more than the {} that such a file may have</source>
        <translation>{} は {} バイトあり、このようなファイルの上限 {} バイトを超えています</translation>
    </message>
    <message>
        <source>{} has {} {}, which {} units of {} do not fill</source>
        <translation>{0} の {2} は {1} 個ですが、{4} 個ずつのユニット {3} 個とは合いません</translation>
    </message>
    <message>
        <source>{} holds a JSON number that is out of range</source>
        <translation>{} に範囲外の JSON の数値があります</translation>
    </message>
    <message>
        <source>{} holds a value that {} cannot store</source>
        <translation>{} に {} では保存できない値があります</translation>
    </message>
    <message>
        <source>{} holds a zero byte at byte {}</source>
        <translation>{} の {} バイト目にゼロバイトがあります</translation>
    </message>
    <message>
        <source>{} holds more than {} values</source>
        <translation>{} の値が {} 個を超えています</translation>
    </message>
    <message>
        <source>{} holds neither {} nor {}</source>
        <translation>{} には {} も {} もありません</translation>
    </message>
    <message>
        <source>{} holds no safetensors weights</source>
        <translation>{} に safetensors の重みがありません</translation>
    </message>
    <message>
        <source>{} holds no tensor {}</source>
        <translation>{} にテンソル {} がありません</translation>
    </message>
    <message>
        <source>{} holds no text</source>
        <translation>{} にテキストがありません</translation>
    </message>
    <message>
        <source>{} holds other things than a model, so it is not replaced</source>
        <translation>{} にはモデル以外のものがあるため置き換えません</translation>
    </message>
    <message>
        <source>{} holds the working or home directory, so it is not replaced</source>
        <translation>{} は作業ディレクトリまたはホームディレクトリを含むため置き換えません</translation>
    </message>
    <message>
        <source>{} holds token ids outside the model&apos;s vocabulary</source>
        <translation>{} にモデルの語彙にないトークン ID があります</translation>
    </message>
    <message>
        <source>{} holds {}</source>
        <translation>{} にあるのは {}</translation>
    </message>
    <message>
        <source>{} in the Hugging Face cache is not complete: {}</source>
        <translation>Hugging Face キャッシュの {} は不完全です：{}</translation>
    </message>
    <message>
        <source>{} in {} has shape [{}], the configuration says [{}]</source>
        <translation>{1} の {0} の形状は [{2}] ですが、構成では [{3}] です</translation>
    </message>
    <message>
        <source>{} is a GGUF file of version {}; versions 2 and 3 are supported</source>
        <translation>{} はバージョン {} の GGUF ファイルです。対応しているのはバージョン 2 と 3 です</translation>
    </message>
    <message>
        <source>{} is a big-endian GGUF file, which is not supported</source>
        <translation>{} はビッグエンディアンの GGUF ファイルで、対応していません</translation>
    </message>
    <message>
        <source>{} is a binary file</source>
        <translation>{} はバイナリファイルです</translation>
    </message>
    <message>
        <source>{} is a database of another program</source>
        <translation>{} は別のプログラムのデータベースです</translation>
    </message>
    <message>
        <source>{} is a link and is not followed</source>
        <translation>{} はリンクであり、たどりません</translation>
    </message>
    <message>
        <source>{} is a pickle file, which can run code when it is read and is therefore never opened</source>
        <translation>{} は pickle ファイルです。読み込むとコードが実行されるおそれがあるため、決して開きません</translation>
    </message>
    <message>
        <source>{} is a single file of tensors and has no tokenizer</source>
        <translation>{} は単独のテンソルファイルで、トークナイザーがありません</translation>
    </message>
    <message>
        <source>{} is busy and cannot be copied</source>
        <translation>{} は使用中のためコピーできません</translation>
    </message>
    <message>
        <source>{} is missing</source>
        <translation>{} がありません</translation>
    </message>
    <message>
        <source>{} is missing or zero</source>
        <translation>{} がないか、ゼロです</translation>
    </message>
    <message>
        <source>{} is nested more than {} levels deep</source>
        <translation>{} の入れ子が {} 段を超えています</translation>
    </message>
    <message>
        <source>{} is no JSON</source>
        <translation>{} が JSON ではありません</translation>
    </message>
    <message>
        <source>{} is no JSON object</source>
        <translation>{} が JSON オブジェクトではありません</translation>
    </message>
    <message>
        <source>{} is no JSON object but {}</source>
        <translation>{} が JSON オブジェクトではなく {} です</translation>
    </message>
    <message>
        <source>{} is no checkpoint state</source>
        <translation>{} はチェックポイントの状態ではありません</translation>
    </message>
    <message>
        <source>{} is no folder</source>
        <translation>{} はフォルダーではありません</translation>
    </message>
    <message>
        <source>{} is no model file</source>
        <translation>{} はモデルファイルではありません</translation>
    </message>
    <message>
        <source>{} is no plausible size</source>
        <translation>{} が妥当な大きさではありません</translation>
    </message>
    <message>
        <source>{} is no positive number</source>
        <translation>{} が正の数ではありません</translation>
    </message>
    <message>
        <source>{} is no probe: it lacks a tensor &quot;{}&quot; of {} axes</source>
        <translation>{0} はプローブではありません。{2} 軸のテンソル「{1}」がありません</translation>
    </message>
    <message>
        <source>{} is no probe: its tensors are empty or too large</source>
        <translation>{} はプローブではありません。テンソルが空か、大きすぎます</translation>
    </message>
    <message>
        <source>{} is no regular file</source>
        <translation>{} は通常のファイルではありません</translation>
    </message>
    <message>
        <source>{} is no sound GGUF file: {}</source>
        <translation>{} は正しい GGUF ファイルではありません：{}</translation>
    </message>
    <message>
        <source>{} is no sound safetensors file: {}</source>
        <translation>{} は正しい safetensors ファイルではありません：{}</translation>
    </message>
    <message>
        <source>{} is not a JSON object</source>
        <translation>{} が JSON オブジェクトではありません</translation>
    </message>
    <message>
        <source>{} is not a regular file</source>
        <translation>{} は通常のファイルではありません</translation>
    </message>
    <message>
        <source>{} is not valid JSON</source>
        <translation>{} が正しい JSON ではありません</translation>
    </message>
    <message>
        <source>{} is not valid JSON at byte {}</source>
        <translation>{} が正しい JSON ではありません（{} バイト目）</translation>
    </message>
    <message>
        <source>{} is of an older version ({}, this one is {}) and may not be written to, so it cannot be brought up to date</source>
        <translation>{} は古いバージョン ({}、これは {}) で、書き込みできないため更新できません</translation>
    </message>
    <message>
        <source>{} is one of {} parts of a split GGUF model, which is not supported</source>
        <translation>{} は {} 個に分割された GGUF モデルの一部で、対応していません</translation>
    </message>
    <message>
        <source>{} is too long for a JSON file: {} bytes</source>
        <translation>{} は JSON ファイルとして長すぎます：{} バイト</translation>
    </message>
    <message>
        <source>{} is {}, but q8_0 packs rows in blocks of {}</source>
        <translation>{} は {} ですが、q8_0 は行を {} 個のブロックにまとめます</translation>
    </message>
    <message>
        <source>{} lacks the tensor &quot;{}&quot;</source>
        <translation>{} にテンソル「{}」がありません</translation>
    </message>
    <message>
        <source>{} leads out of the model&apos;s folder</source>
        <translation>{} がモデルのフォルダーの外を指しています</translation>
    </message>
    <message>
        <source>{} leads out of the model&apos;s folder, to {}</source>
        <translation>{} がモデルのフォルダーの外の {} を指しています</translation>
    </message>
    <message>
        <source>{} line {}</source>
        <translation>{} の {} 行目</translation>
    </message>
    <message>
        <source>{} lists tensor &quot;{}&quot; twice</source>
        <translation>{} にテンソル「{}」が 2 回あります</translation>
    </message>
    <message>
        <source>{} maps &quot;{}&quot; to no file name</source>
        <translation>{} で「{}」に対応するファイル名がありません</translation>
    </message>
    <message>
        <source>{} may not be written to: it is opened for reading only</source>
        <translation>{} には書き込みできないため、読み取り専用で開きます</translation>
    </message>
    <message>
        <source>{} min {:02} s</source>
        <translation>{} 分 {} 秒</translation>
    </message>
    <message>
        <source>{} names &quot;{}&quot;, which is no safetensors file</source>
        <translation>{} にある「{}」は safetensors ファイルではありません</translation>
    </message>
    <message>
        <source>{} names no commit</source>
        <translation>{} にコミットがありません</translation>
    </message>
    <message>
        <source>{} of layer {}</source>
        <translation>層 {1} の {0}</translation>
    </message>
    <message>
        <source>{} of the {}-token sequences of {} are in the training text: its perplexity says little about unseen text</source>
        <translation>{2} の {1} トークンの系列のうち {0} 個が学習用テキストに含まれているため、そのパープレキシティは未知のテキストでの性能をほとんど示しません</translation>
    </message>
    <message>
        <source>{} of {} tokens exceed the {} positions of this model</source>
        <translation>{1} トークンの {0} は、このモデルの {2} 位置を超えています</translation>
    </message>
    <message>
        <source>{} on the {} of layer {}</source>
        <translation>{0}（層 {2} の {1}）</translation>
    </message>
    <message>
        <source>{} on the {} of layers {}</source>
        <translation>{0}（層 {2} の {1}）</translation>
    </message>
    <message>
        <source>{} prompt tokens and {} new ones exceed the model&apos;s {} positions</source>
        <translation>プロンプトの {} トークンと新規の {} トークンの合計が、モデルの {} 位置を超えます</translation>
    </message>
    <message>
        <source>{} prompts of {} tokens, logits of the last {} positions computed again in fp32 from {}</source>
        <translation>{1} トークンのプロンプト {0} 個、最後の {2} 位置のロジットを {3} から fp32 で再計算</translation>
    </message>
    <message>
        <source>{} protected units</source>
        <translation>保護されたユニット {} 個</translation>
    </message>
    <message>
        <source>{} sequences of {} tokens are no batch</source>
        <translation>{1} トークンの系列 {0} 個ではバッチになりません</translation>
    </message>
    <message>
        <source>{} shrank from {} to {} bytes while it was in use</source>
        <translation>使用中に {} が {} バイトから {} バイトに縮みました</translation>
    </message>
    <message>
        <source>{} starts with a byte order mark</source>
        <translation>{} がバイトオーダーマークで始まっています</translation>
    </message>
    <message>
        <source>{} steps in a row (the last is {}) were not finite, first in {}</source>
        <translation>{0} ステップ続けて（最後は {1}）有限ではありませんでした。最初は {2} です</translation>
    </message>
    <message>
        <source>{} steps with an event every {} are no schedule</source>
        <translation>{} ステップで {} ステップごとのイベントではスケジュールになりません</translation>
    </message>
    <message>
        <source>{} together with biases</source>
        <translation>{}（バイアスあり）</translation>
    </message>
    <message>
        <source>{} tokens are more than the {} positions of this model</source>
        <translation>{} トークンは、このモデルの {} 位置を超えています</translation>
    </message>
    <message>
        <source>{} units are protected and never leave; {} are forced and leave at the first event.</source>
        <translation>{} ユニットは保護され、取り除かれません。{} ユニットは強制され、最初のイベントで取り除かれます。</translation>
    </message>
    <message>
        <source>{} was written by a newer version of Sentei (version {}, this one knows {}): it is opened for reading only</source>
        <translation>{} は新しいバージョンの Sentei で書かれています (バージョン {}、これは {} まで対応)。読み取り専用で開きます</translation>
    </message>
    <message>
        <source>{} was written to while it was in use</source>
        <translation>使用中に {} が書き換えられました</translation>
    </message>
    <message>
        <source>{} whole</source>
        <translation>{} は全体を保持</translation>
    </message>
    <message>
        <source>{} windows of {} tokens cannot be evaluated</source>
        <translation>{1} トークンの窓 {0} 個では評価できません</translation>
    </message>
    <message>
        <source>{} {} are too many</source>
        <translation>{1} が {0} 個では多すぎます</translation>
    </message>
    <message>
        <source>{} {} of {} in {} layers</source>
        <translation>{0} は {3} 層で {2} 中 {1}</translation>
    </message>
    <message>
        <source>{}: the field &apos;{}&apos; is no text but {}</source>
        <translation>{}：フィールド「{}」が文字列ではなく {} です</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>ファイルまたはディレクトリがありません</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>アクセスが許可されていません</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>操作が許可されていません</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>ディレクトリです</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>ディレクトリではありません</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>ディレクトリが空ではありません</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>ファイルがすでに存在します</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>ファイル名が長すぎます</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>読み取り専用のファイルシステムです</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>デバイスに空き領域がありません</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>ディスクの割り当て容量を超えました</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>入出力エラー</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>開いているファイルが多すぎます</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>シンボリックリンクの階層が多すぎます</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>メモリを確保できません</translation>
    </message>
    <message>
        <source>Killed</source>
        <translation>強制終了</translation>
    </message>
    <message>
        <source>Terminated</source>
        <translation>終了要求</translation>
    </message>
    <message>
        <source>Aborted</source>
        <translation>異常終了</translation>
    </message>
    <message>
        <source>Segmentation fault</source>
        <translation>セグメンテーション違反</translation>
    </message>
    <message>
        <source>Bus error</source>
        <translation>バスエラー</translation>
    </message>
    <message>
        <source>{}; {}</source>
        <translation>{}；{}</translation>
    </message>
    <message>
        <source>{}, {}</source>
        <translation>{}、{}</translation>
    </message>
    <message>
        <source>{}: {}</source>
        <translation>{}：{}</translation>
    </message>
    <message>
        <source>{} {}</source>
        <translation>{} {}</translation>
    </message>
    <message>
        <source>left-padded</source>
        <translation>左詰めパディング</translation>
    </message>
    <message>
        <source>the checkpoint before it is used</source>
        <translation>その前のチェックポイントを使います</translation>
    </message>
</context>
<context>
    <name>CoreFailure</name>
    <message>
        <source>%1 %2</source>
        <translation>%1。%2</translation>
    </message>
</context>
<context>
    <name>ExportSubject</name>
    <message>
        <source>Layers differ: KV groups %1, FFN %2.</source>
        <translation>層ごとに異なります：KV グループ %1、FFN %2。</translation>
    </message>
    <message>
        <source>Fits: nothing was pruned.</source>
        <translation>適合：枝刈りは行われていません。</translation>
    </message>
    <message numerus="yes">
        <source>Fits: %n layers have their own widths.</source>
        <translation>
            <numerusform>適合：%n 層が独自の幅を持っています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Fits: all layers have the same widths.</source>
        <translation>適合：すべての層が同じ幅です。</translation>
    </message>
    <message>
        <source>Fits: zeros fill each layer up to the widest.</source>
        <translation>適合：各層を最も広い層の幅までゼロで埋めます。</translation>
    </message>
    <message>
        <source>Fits: any result; nothing gets smaller.</source>
        <translation>適合：どの結果でも使えますが、サイズは小さくなりません。</translation>
    </message>
    <message>
        <source>Fits: LoRA rank %1, not merged.</source>
        <translation>適合：LoRA ランク %1、未統合です。</translation>
    </message>
    <message>
        <source>This model was not trained here; it has no adapter.</source>
        <translation>このモデルはここで学習されていないため、アダプターがありません。</translation>
    </message>
    <message>
        <source>%1 fits; K-quants want FFN widths in multiples of 256.</source>
        <translation>%1 は適合します。K-quants では FFN の幅が 256 の倍数である必要があります。</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
</context>
<context>
    <name>ExportWords</name>
    <message>
        <source>Hugging Face, per layer</source>
        <translation>Hugging Face, 層ごと</translation>
    </message>
    <message>
        <source>Hugging Face, uniform</source>
        <translation>Hugging Face, 均一</translation>
    </message>
    <message>
        <source>Hugging Face, padded</source>
        <translation>Hugging Face, ゼロ埋め</translation>
    </message>
    <message>
        <source>Masked, original shapes</source>
        <translation>マスク済み, 元の形状</translation>
    </message>
    <message>
        <source>GGUF</source>
        <translation>GGUF</translation>
    </message>
    <message>
        <source>PEFT adapter and pruned base</source>
        <translation>PEFT アダプターと枝刈り済みベース</translation>
    </message>
    <message>
        <source>transformers with bundled code (trust_remote_code)</source>
        <translation>同梱コードを使う transformers (trust_remote_code)</translation>
    </message>
    <message>
        <source>transformers as it is, and what builds on it</source>
        <translation>標準の transformers とそれを基にしたツール</translation>
    </message>
    <message>
        <source>transformers as it is; larger and slower</source>
        <translation>標準の transformers (より大きく低速)</translation>
    </message>
    <message>
        <source>evaluation tools; the size of the original</source>
        <translation>評価ツール (元と同じサイズ)</translation>
    </message>
    <message>
        <source>llama.cpp</source>
        <translation>llama.cpp</translation>
    </message>
    <message>
        <source>peft, with bundled code</source>
        <translation>peft (同梱コード)</translation>
    </message>
    <message>
        <source>peft and transformers</source>
        <translation>peft と transformers</translation>
    </message>
</context>
<context>
    <name>FailureDialog</name>
    <message>
        <source>Copy report</source>
        <translation>レポートをコピー</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>less important</source>
        <translation>重要度が低い</translation>
    </message>
    <message>
        <source>more important</source>
        <translation>重要度が高い</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Open a model to begin: the demo, a file or folder, or one that the Hugging Face tools have already downloaded. You can also drop it anywhere in this window. A run that was interrupted can be resumed from here.</source>
        <translation>まずモデルを開きます。デモ、ファイルやフォルダー、または Hugging Face のツールでダウンロード済みのモデルを選べます。このウィンドウの任意の場所にドロップすることもできます。中断された実行はここから再開できます。</translation>
    </message>
    <message>
        <source>What the checkpoint holds. Select a tensor at the left to see its values. Measure the dense model once, so that every later number has a “before”.</source>
        <translation>チェックポイントの内容です。左側でテンソルを選ぶと値が表示されます。枝刈り前のモデルを一度測定しておくと、以降のすべての数値に「枝刈り前」の比較対象ができます。</translation>
    </message>
    <message>
        <source>Choose the text to tune on and the text to measure with. They should differ: a model measured on what it was tuned on looks better than it is.</source>
        <translation>調整に使うテキストと測定に使うテキストを選びます。両者は別のものにしてください。調整に使ったテキストで測定すると、実際より良く見えます。</translation>
    </message>
    <message>
        <source>Say how much the model may lose, and where. Drag a slider or type a number; paint down over several rows; lock what must stay. The dock at the right shows what follows. A sweep measures how sensitive each layer is and can suggest a budget.</source>
        <translation>モデルをどこでどれだけ減らしてよいかを指定します。スライダーをドラッグするか数値を入力し、複数の行は縦になぞって設定し、残すべきものはロックします。その結果は右側のドックに表示されます。感度測定では各層の感度を測り、予算を提案できます。</translation>
    </message>
    <message>
        <source>Start the run and watch which heads and channels are important while others leave. Pause and Stop keep what was done; a stopped run can be resumed.</source>
        <translation>実行を開始し、どのヘッドやチャネルが重要で、どれが取り除かれるかを観察します。一時停止と停止では、それまでの結果が保持されます。停止した実行は再開できます。</translation>
    </message>
    <message>
        <source>Select runs to compare their curves, settings and sizes. The filter takes expressions such as: ppl &lt; 40 and kind = prune.</source>
        <translation>実行を選択して、曲線、設定、サイズを比較します。フィルターには次のような式を使えます：ppl &lt; 40 and kind = prune</translation>
    </message>
    <message>
        <source>The same prompt and seed for the dense and the pruned model, side by side. Tokens on which the two disagree are marked.</source>
        <translation>枝刈り前と枝刈り済みのモデルに同じプロンプトとシードを与え、並べて表示します。両者で異なるトークンには印が付きます。</translation>
    </message>
    <message>
        <source>Language, theme, plots and folders.</source>
        <translation>言語、テーマ、プロット、フォルダー。</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>キーボード</translation>
    </message>
</context>
<context>
    <name>HubDialog</name>
    <message>
        <source>Models in the Hugging Face cache</source>
        <translation>Hugging Face キャッシュ内のモデル</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>名前で絞り込み</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
</context>
<context>
    <name>JobFile</name>
    <message>
        <source>too large for a job file</source>
        <translation>ジョブファイルとして大きすぎます</translation>
    </message>
    <message>
        <source>not a JSON file</source>
        <translation>JSON ファイルではありません</translation>
    </message>
</context>
<context>
    <name>JobWords</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Iteration %1 of %2</source>
        <translation>反復 %1 / %2</translation>
    </message>
    <message>
        <source>Window %1 of %2</source>
        <translation>窓 %1 / %2</translation>
    </message>
    <message>
        <source>Tensor %1 of %2</source>
        <translation>テンソル %1 / %2</translation>
    </message>
    <message>
        <source>Token %1 of %2</source>
        <translation>トークン %1 / %2</translation>
    </message>
    <message>
        <source>pruning</source>
        <translation>枝刈り</translation>
    </message>
    <message>
        <source>tuning</source>
        <translation>調整</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>測定</translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation>感度</translation>
    </message>
    <message>
        <source>generating</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>exporting</source>
        <translation>書き出し</translation>
    </message>
    <message>
        <source>verifying</source>
        <translation>検証</translation>
    </message>
    <message>
        <source>self-check</source>
        <translation>自己診断</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>モデルを読み込み中</translation>
    </message>
    <message>
        <source>Reading the text</source>
        <translation>テキストを読み込み中</translation>
    </message>
    <message>
        <source>Measuring the dense model</source>
        <translation>枝刈り前のモデルを測定中</translation>
    </message>
    <message>
        <source>Scoring units</source>
        <translation>ユニットのスコアを計算中</translation>
    </message>
    <message>
        <source>Pruning and tuning</source>
        <translation>枝刈りと調整を実行中</translation>
    </message>
    <message>
        <source>Measuring perplexity</source>
        <translation>パープレキシティを測定中</translation>
    </message>
    <message>
        <source>Compacting</source>
        <translation>圧縮中</translation>
    </message>
    <message>
        <source>Writing the export</source>
        <translation>書き出し中</translation>
    </message>
    <message>
        <source>Verifying the export</source>
        <translation>書き出しを検証中</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>生成中</translation>
    </message>
    <message>
        <source>Measuring sensitivity</source>
        <translation>感度を測定中</translation>
    </message>
    <message>
        <source>Checking the fast path</source>
        <translation>高速経路を確認中</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>開始中</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>順番待ち</translation>
    </message>
    <message>
        <source>Finishing iteration %1, then a checkpoint</source>
        <translation>反復 %1 を完了してからチェックポイントを保存します</translation>
    </message>
    <message>
        <source>Finishing what is in progress</source>
        <translation>進行中の処理を完了しています</translation>
    </message>
    <message>
        <source>Done in %1</source>
        <translation>完了 (%1)</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止しました</translation>
    </message>
    <message>
        <source> · pruned %1 of %2</source>
        <translation> · 枝刈り済み %1 / %2</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>残り%1</translation>
    </message>
</context>
<context>
    <name>Lineage</name>
    <message>
        <source>in the trash</source>
        <translation>ゴミ箱内</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>検証済み</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>未検証</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
</context>
<context>
    <name>ListedRun</name>
    <message>
        <source>dense baseline</source>
        <translation>元モデルの基準値</translation>
    </message>
    <message>
        <source>running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>測定済み</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失敗: %1</translation>
    </message>
    <message>
        <source>today %1</source>
        <translation>今日 %1</translation>
    </message>
    <message>
        <source>%1-token windows, first %2, %3, text %4</source>
        <translation>%1 トークンの窓, 先頭 %2 個, %3, テキスト %4</translation>
    </message>
</context>
<context>
    <name>ModelFacts</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1～%2</translation>
    </message>
    <message>
        <source>%1 in %2 KV groups, head size %3</source>
        <translation>%1 (KV グループ %2, ヘッドサイズ %3)</translation>
    </message>
    <message>
        <source>theta %1</source>
        <translation>シータ %1</translation>
    </message>
    <message>
        <source>, stretched by %1</source>
        <translation>, %1 倍に拡張</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>アーキテクチャ</translation>
    </message>
    <message>
        <source>%1 decoder</source>
        <translation>%1 デコーダー</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Query heads</source>
        <translation>クエリヘッド</translation>
    </message>
    <message>
        <source>Hidden, FFN</source>
        <translation>隠れ次元, FFN</translation>
    </message>
    <message>
        <source>%1, tied embeddings</source>
        <translation>%1, 埋め込み共有</translation>
    </message>
    <message>
        <source>%1</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>語彙</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>コンテキスト</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 トークン</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>テンソル</translation>
    </message>
    <message>
        <source>Stored as</source>
        <translation>保存形式</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>Model id</source>
        <translation>モデル ID</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message numerus="yes">
        <source>%n tensor(s), read only</source>
        <translation>
            <numerusform>%n 個のテンソル, 読み取り専用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n 層</numerusform>
        </translation>
    </message>
    <message>
        <source>%1-token windows, the first %2 · %3 on %4</source>
        <translation>%1 トークンの窓, 先頭 %2 個 · %4 上の %3</translation>
    </message>
    <message>
        <source>data %1</source>
        <translation>データ %1</translation>
    </message>
    <message>
        <source>today %1</source>
        <translation>今日 %1</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨日</translation>
    </message>
</context>
<context>
    <name>RunBudget</name>
    <message>
        <source>Layer %1 keeps %2 FFN channels already, below its new limit of %3.</source>
        <translation>層 %1 はすでに FFN チャネルを %2 個保持しており、新しい制限 %3 を下回っています。</translation>
    </message>
    <message>
        <source>Layer %1 keeps %2 attention units already, below its new limit of %3.</source>
        <translation>層 %1 はすでにアテンションユニットを %2 個保持しており、新しい制限 %3 を下回っています。</translation>
    </message>
    <message>
        <source>The run keeps the budget it began with: mode, target and unit cannot change while it runs. The next run takes the new one.</source>
        <translation>実行は開始時の予算を使い続けます。モード、目標、ユニットは実行中に変更できません。次の実行では新しい予算が使われます。</translation>
    </message>
    <message>
        <source>The run keeps the budget it began with. Its limits can still be replaced by the new ones.</source>
        <translation>実行は開始時の予算を使い続けます。制限だけは新しいものに置き換えられます。</translation>
    </message>
</context>
<context>
    <name>RunFrames</name>
    <message>
        <source>%1 row %2</source>
        <translation>%1 の行 %2</translation>
    </message>
    <message>
        <source>%1 rows %2–%3</source>
        <translation>%1 の行 %2–%3</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>実行 %1</translation>
    </message>
    <message>
        <source>Model %1 (%2)</source>
        <translation>モデル %1 (%2)</translation>
    </message>
    <message>
        <source>Device %1, %2</source>
        <translation>デバイス %1, %2</translation>
    </message>
    <message>
        <source>Text %1, seed %2</source>
        <translation>テキスト %1, シード %2</translation>
    </message>
    <message>
        <source>Criterion %1, iteration %2</source>
        <translation>評価基準 %1, 反復 %2</translation>
    </message>
    <message>
        <source>Perplexity: %1</source>
        <translation>パープレキシティ: %1</translation>
    </message>
    <message>
        <source>pruned at iteration %1</source>
        <translation>反復 %1 で枝刈り済み</translation>
    </message>
    <message>
        <source>FFN channels</source>
        <translation>FFN チャネル</translation>
    </message>
    <message>
        <source>attention units</source>
        <translation>アテンションユニット</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>層 %1</translation>
    </message>
</context>
<context>
    <name>RunLogDialog</name>
    <message>
        <source>The log is empty.</source>
        <translation>ログは空です。</translation>
    </message>
    <message>
        <source>Log of %1</source>
        <translation>%1 のログ</translation>
    </message>
</context>
<context>
    <name>RunNeeds</name>
    <message>
        <source>No model is open.</source>
        <translation>モデルが開かれていません。</translation>
    </message>
    <message>
        <source>This model can be read only.</source>
        <translation>このモデルは読み取り専用です。</translation>
    </message>
    <message>
        <source>No training text is chosen.</source>
        <translation>学習用テキストが選択されていません。</translation>
    </message>
    <message>
        <source>The training text %1 is not there.</source>
        <translation>学習用テキスト %1 が見つかりません。</translation>
    </message>
    <message>
        <source>The held-out text %1 is not there.</source>
        <translation>評価用テキスト %1 が見つかりません。</translation>
    </message>
    <message>
        <source>The export folder %1 exists already.</source>
        <translation>書き出し先フォルダー %1 はすでに存在します。</translation>
    </message>
    <message>
        <source>weights (mapped from the files)</source>
        <translation>重み (ファイルからマップ)</translation>
    </message>
    <message>
        <source>weights (converted)</source>
        <translation>重み (変換後)</translation>
    </message>
    <message>
        <source>LoRA, gradients and Adam</source>
        <translation>LoRA, 勾配, Adam</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>活性値</translation>
    </message>
    <message>
        <source>vocabulary loss</source>
        <translation>語彙の損失</translation>
    </message>
    <message>
        <source>scoring</source>
        <translation>スコア計算</translation>
    </message>
    <message>
        <source>key/value cache</source>
        <translation>KV キャッシュ</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>ロジット</translation>
    </message>
    <message>
        <source>fp32 reference</source>
        <translation>fp32 の参照モデル</translation>
    </message>
    <message>
        <source>fp32 re-opened export</source>
        <translation>fp32 で再度開いた書き出し</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>allocator slack</source>
        <translation>アロケーターの余剰</translation>
    </message>
    <message>
        <source>library and program</source>
        <translation>ライブラリとプログラム</translation>
    </message>
</context>
<context>
    <name>RunSettings</name>
    <message>
        <source>Training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>Pruning</source>
        <translation>枝刈り</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>オプティマイザー</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>Checkpoints and limits</source>
        <translation>チェックポイントと制限</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>マシン</translation>
    </message>
</context>
<context>
    <name>RunTrace</name>
    <message numerus="yes">
        <source>−%n attention units</source>
        <translation>
            <numerusform>アテンションユニット −%n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>−%n channels</source>
        <translation>
            <numerusform>チャネル −%n</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing pruned</source>
        <translation>枝刈りなし</translation>
    </message>
    <message numerus="yes">
        <source>%n layers</source>
        <translation>
            <numerusform>%n 層</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Continued</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Dense perplexity</source>
        <translation>元モデルのパープレキシティ</translation>
    </message>
    <message>
        <source>Pruned perplexity</source>
        <translation>枝刈り後のパープレキシティ</translation>
    </message>
    <message>
        <source>Tuned perplexity</source>
        <translation>調整後のパープレキシティ</translation>
    </message>
    <message>
        <source>Exported perplexity</source>
        <translation>書き出し後のパープレキシティ</translation>
    </message>
    <message>
        <source>Quick perplexity</source>
        <translation>簡易パープレキシティ</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>Checkpoint, %1</source>
        <translation>チェックポイント, %1</translation>
    </message>
    <message>
        <source>New budget limits hold from here on</source>
        <translation>ここから新しい予算の制限が適用されます</translation>
    </message>
    <message>
        <source>Resumed from iteration %1</source>
        <translation>反復 %1 から再開</translation>
    </message>
    <message>
        <source>%1, %2-token windows, first %3, %4, %5, data %6</source>
        <translation>%1, %2 トークンの窓, 先頭 %3 個, %4, %5, データ %6</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>元モデル</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>枝刈り済み</translation>
    </message>
    <message>
        <source>tuned</source>
        <translation>調整済み</translation>
    </message>
    <message>
        <source>exported</source>
        <translation>書き出し後</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>簡易</translation>
    </message>
    <message>
        <source>eval</source>
        <translation>測定</translation>
    </message>
</context>
<context>
    <name>SweepDialog</name>
    <message>
        <source>Sensitivity sweep</source>
        <translation>感度測定</translation>
    </message>
    <message>
        <source>Measures what the perplexity becomes when one layer alone loses part of its units, without training. Layers that are done can be used at once.</source>
        <translation>1 つの層だけがユニットの一部を失った場合のパープレキシティを、学習なしで測定します。完了した層はすぐに利用できます。</translation>
    </message>
    <message>
        <source>all, or 0-3, 7</source>
        <translation>すべて、または 0-3, 7</translation>
    </message>
    <message>
        <source>FFN channels</source>
        <translation>FFN チャネル</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>ヘッド</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>層(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Shares removed, %</source>
        <translation>取り除く割合 (%)(&amp;S)</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>ユニット</translation>
    </message>
    <message>
        <source>&amp;Windows of %1 tokens</source>
        <translation>%1 トークンの窓(&amp;W)</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>Start sweep</source>
        <translation>感度測定を開始</translation>
    </message>
    <message>
        <source>Choose a text on the Data page first.</source>
        <translation>先に「データ」ページでテキストを選んでください。</translation>
    </message>
    <message>
        <source>Layers are numbers from 0 to %1, such as 0-3, 7.</source>
        <translation>層は 0 から %1 までの番号で指定してください（例：0-3, 7）。</translation>
    </message>
    <message>
        <source>Shares are per cent above 0 and below 100, such as 20, 40.</source>
        <translation>割合は 0 より大きく 100 より小さいパーセント値で指定してください（例：20, 40）。</translation>
    </message>
    <message>
        <source>Choose channels or heads.</source>
        <translation>チャネルまたはヘッドを選んでください。</translation>
    </message>
    <message>
        <source>%1 measurements of %2 windows.</source>
        <translation>%2 個の窓で %1 回測定します。</translation>
    </message>
    <message>
        <source>At the speed of the dense model: %1.</source>
        <translation>枝刈り前のモデルの速度では%1です。</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>a few seconds</source>
        <translation>数秒</translation>
    </message>
    <message numerus="yes">
        <source>about %n s</source>
        <translation>
            <numerusform>約 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n min</source>
        <translation>
            <numerusform>約 %n 分</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n h</source>
        <translation>
            <numerusform>約 %n 時間</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 時間 %2 分</translation>
    </message>
</context>
<context>
    <name>sentei::ui::BudgetLayerDelegate</name>
    <message>
        <source>Layer %1, %2</source>
        <translation>層 %1, %2</translation>
    </message>
</context>
<context>
    <name>sentei::ui::BudgetLayerTable</name>
    <message>
        <source>Layers</source>
        <translation>層</translation>
    </message>
</context>
<context>
    <name>sentei::ui::BudgetLayerView</name>
    <message>
        <source>Lock or unlock</source>
        <translation>ロック/ロック解除</translation>
    </message>
    <message>
        <source>Reset to target</source>
        <translation>目標に戻す</translation>
    </message>
    <message>
        <source>Keep all heads</source>
        <translation>すべてのヘッドを保持</translation>
    </message>
    <message>
        <source>Keep all channels</source>
        <translation>すべてのチャネルを保持</translation>
    </message>
</context>
<context>
    <name>sentei::ui::BudgetMaps</name>
    <message>
        <source>Importance maps</source>
        <translation>重要度マップ</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>ヘッド</translation>
    </message>
    <message>
        <source>FFN channels</source>
        <translation>FFN チャネル</translation>
    </message>
    <message>
        <source>Importance of heads</source>
        <translation>ヘッドの重要度</translation>
    </message>
    <message>
        <source>Importance of FFN channels</source>
        <translation>FFN チャネルの重要度</translation>
    </message>
    <message>
        <source>Order of the channels</source>
        <translation>チャネルの順序</translation>
    </message>
    <message>
        <source>Sorted</source>
        <translation>並べ替え済み</translation>
    </message>
    <message>
        <source>By index</source>
        <translation>番号順</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>モデルが開かれていません。</translation>
    </message>
    <message numerus="yes">
        <source>Reading %n tensors…</source>
        <translation>
            <numerusform>%n 個のテンソルを読み込み中…</numerusform>
        </translation>
    </message>
    <message>
        <source>Norms</source>
        <translation>ノルム</translation>
    </message>
    <message>
        <source>Δ last run</source>
        <translation>Δ 直近の実行</translation>
    </message>
    <message>
        <source>How large the weights of each unit are beside the others of its layer; known without a run</source>
        <translation>各ユニットの重みの大きさを同じ層の他のユニットと比べた値。実行しなくても分かります</translation>
    </message>
    <message>
        <source>Where the last run found units more or less important than the sizes of their weights suggest</source>
        <translation>直近の実行で、重みの大きさから予想されるより重要、または重要でないと分かったユニット</translation>
    </message>
    <message>
        <source>Weight norms</source>
        <translation>重みノルム</translation>
    </message>
    <message>
        <source>Last run less weight norms</source>
        <translation>直近の実行 − 重みノルム</translation>
    </message>
    <message>
        <source>FFN</source>
        <translation>FFN</translation>
    </message>
    <message>
        <source>Units of the map</source>
        <translation>マップのユニット</translation>
    </message>
    <message>
        <source>The weights could not be read: %1</source>
        <translation>重みを読み込めませんでした：%1</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>再読み込み</translation>
    </message>
    <message>
        <source>Reading scores…</source>
        <translation>スコアを読み込み中…</translation>
    </message>
    <message>
        <source>The stored runs cannot be read. The Compare page says why.</source>
        <translation>保存された実行を読み込めません。理由は比較ページに表示されます。</translation>
    </message>
    <message>
        <source>No pruning run of this model has scores yet. After one, this map shows where it differs from the weight norms.</source>
        <translation>このモデルには、スコアのある枝刈りの実行がまだありません。実行すると、重みノルムとの違いがこのマップに表示されます。</translation>
    </message>
    <message>
        <source>Run…</source>
        <translation>実行…</translation>
    </message>
    <message>
        <source>The last run, %1, scored no FFN channels: they were locked. Unlock layers and run again to compare.</source>
        <translation>直近の実行 %1 では、FFN チャネルがロックされていたため評価されていません。層のロックを解除してもう一度実行すると比較できます。</translation>
    </message>
    <message>
        <source>The last run, %1, scored no heads: they were locked, or units of another kind. Set Attention to Free and run again to compare.</source>
        <translation>直近の実行 %1 では、ヘッドがロックされていたか、別の種類のユニットだったため評価されていません。「アテンション」を「自由」にしてもう一度実行すると比較できます。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::BudgetPage</name>
    <message>
        <source>Budget</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>読み込み…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>書き出し…</translation>
    </message>
    <message>
        <source>Run…</source>
        <translation>実行…</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>モデルを開く</translation>
    </message>
    <message>
        <source>Lower the target</source>
        <translation>目標を下げる</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>マップ</translation>
    </message>
    <message>
        <source>Table or maps</source>
        <translation>表またはマップ</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>感度</translation>
    </message>
    <message>
        <source>No model is open yet.</source>
        <translation>まだモデルが開かれていません。</translation>
    </message>
    <message>
        <source>%1 opens for reading only: it cannot be pruned.</source>
        <translation>%1 は読み取り専用で開かれるため、枝刈りできません。</translation>
    </message>
    <message numerus="yes">
        <source>edited, %n manual rows</source>
        <translation>
            <numerusform>編集済み、手動の行 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>edited</source>
        <translation>編集済み</translation>
    </message>
    <message>
        <source>The budget cannot be met; the numbers are those of the previous one</source>
        <translation>予算を満たせません。表示中の数値は直前の予算のものです</translation>
    </message>
    <message>
        <source>Layer %1 · %2 of %3 %4 kept</source>
        <translation>層 %1 · %4 %3 中 %2 を保持</translation>
    </message>
    <message>
        <source>FFN %1 of %2 kept</source>
        <translation>FFN %2 中 %1 を保持</translation>
    </message>
    <message numerus="yes">
        <source>%n rows selected</source>
        <translation>
            <numerusform>%n 行を選択中</numerusform>
        </translation>
    </message>
    <message>
        <source>Import budget</source>
        <translation>予算の読み込み</translation>
    </message>
    <message>
        <source>Budget files (*.json)</source>
        <translation>予算ファイル (*.json)</translation>
    </message>
    <message>
        <source>Export budget</source>
        <translation>予算の書き出し</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 を保存しました</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
</context>
<context>
    <name>sentei::ui::BudgetSensitivity</name>
    <message>
        <source>Sensitivity</source>
        <translation>感度</translation>
    </message>
    <message>
        <source>Sensitivity of layers</source>
        <translation>層の感度</translation>
    </message>
    <message>
        <source>FFN channels</source>
        <translation>FFN チャネル</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>ヘッド</translation>
    </message>
    <message>
        <source>Units of the sensitivity curves</source>
        <translation>感度曲線のユニット</translation>
    </message>
    <message>
        <source>Sweep…</source>
        <translation>感度測定…</translation>
    </message>
    <message>
        <source>Measure how the perplexity answers to each layer</source>
        <translation>各層に対するパープレキシティの変化を測定します</translation>
    </message>
    <message>
        <source>Suggest budget</source>
        <translation>予算を提案</translation>
    </message>
    <message>
        <source>Measure the sensitivity first</source>
        <translation>先に感度を測定してください</translation>
    </message>
    <message>
        <source>The cheapest budget for the target by these curves</source>
        <translation>これらの曲線に基づく、目標を満たす損失最小の予算</translation>
    </message>
    <message>
        <source>%1 of %2 layers</source>
        <translation>%2 層中 %1 層</translation>
    </message>
    <message>
        <source>perplexity when one layer alone loses this share of its channels</source>
        <translation>1 つの層だけがこの割合のチャネルを失ったときのパープレキシティ</translation>
    </message>
    <message>
        <source>perplexity when one layer alone loses this share of its heads</source>
        <translation>1 つの層だけがこの割合のヘッドを失ったときのパープレキシティ</translation>
    </message>
    <message>
        <source>Measuring the dense model…</source>
        <translation>元モデルを測定中…</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>まだ測定されていません。</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>モデルが開かれていません。</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>FFN channels removed</source>
        <translation>削除した FFN チャネル</translation>
    </message>
    <message>
        <source>heads removed</source>
        <translation>削除したヘッド</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>元モデル</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>層 %1</translation>
    </message>
    <message>
        <source>layer %1 now</source>
        <translation>層 %1 の現在値</translation>
    </message>
    <message>
        <source>Sweep of %1</source>
        <translation>%1 の感度測定</translation>
    </message>
</context>
<context>
    <name>sentei::ui::BudgetToolRow</name>
    <message>
        <source>Preset</source>
        <translation>プリセット</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目標</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>モード</translation>
    </message>
    <message>
        <source>Align FFN to</source>
        <translation>FFN の揃え</translation>
    </message>
    <message>
        <source>Export profile</source>
        <translation>書き出しプロファイル</translation>
    </message>
    <message>
        <source>Export type</source>
        <translation>書き出し形式</translation>
    </message>
    <message>
        <source>Attention units</source>
        <translation>アテンションのユニット</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>アテンション</translation>
    </message>
    <message>
        <source>Outer layers</source>
        <translation>外側の層</translation>
    </message>
    <message>
        <source>Value of the target</source>
        <translation>目標の値</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>ロック</translation>
    </message>
    <message>
        <source>Gentle 10 %</source>
        <translation>控えめ 10 %</translation>
    </message>
    <message>
        <source>Gentle 20 %</source>
        <translation>控えめ 20 %</translation>
    </message>
    <message>
        <source>FFN only 20 %</source>
        <translation>FFN のみ 20 %</translation>
    </message>
    <message>
        <source>Uniform 20 %</source>
        <translation>均一 20 %</translation>
    </message>
    <message>
        <source>K-quants 20 %</source>
        <translation>K-quants 向け 20 %</translation>
    </message>
    <message>
        <source>Ranked 20 %</source>
        <translation>順位付け 20 %</translation>
    </message>
    <message>
        <source>Strong 30 %</source>
        <translation>強め 30 %</translation>
    </message>
    <message>
        <source>Half</source>
        <translation>半分</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>カスタム</translation>
    </message>
    <message>
        <source>Parameters</source>
        <comment>share removed</comment>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Units</source>
        <comment>share removed</comment>
        <translation>ユニット</translation>
    </message>
    <message>
        <source>Bytes left</source>
        <translation>残りバイト数</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>均一</translation>
    </message>
    <message>
        <source>Global with caps</source>
        <translation>全体 (上限付き)</translation>
    </message>
    <message>
        <source>Global, one width</source>
        <translation>全体 (同一幅)</translation>
    </message>
    <message>
        <source>HF, per layer</source>
        <translation>HF (層ごと)</translation>
    </message>
    <message>
        <source>HF, uniform</source>
        <translation>HF (均一)</translation>
    </message>
    <message>
        <source>HF, padded</source>
        <translation>HF (パディング)</translation>
    </message>
    <message>
        <source>HF, masked</source>
        <translation>HF (マスク)</translation>
    </message>
    <message>
        <source>GGUF</source>
        <translation>GGUF</translation>
    </message>
    <message>
        <source>KV groups</source>
        <translation>KV グループ</translation>
    </message>
    <message>
        <source>Query heads</source>
        <translation>クエリヘッド</translation>
    </message>
    <message>
        <source>Auto</source>
        <comment>lock of attention by its number of units</comment>
        <translation>自動</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>自由</translation>
    </message>
    <message>
        <source>Auto: locked where a layer has fewer than 8 units, because one is a large step</source>
        <translation>自動：1 単位の影響が大きいため、8 単位未満の層ではロックします</translation>
    </message>
    <message>
        <source>The first tenth of the layers and the last lose nothing by default: they are the most sensitive</source>
        <translation>既定では最初の 1 割の層と最後の層からは何も削りません。最も感度が高いためです</translation>
    </message>
    <message>
        <source>Uniform: the same share everywhere. Custom: as drawn. Global: the scores decide during the run, within the caps.</source>
        <translation>均一：すべて同じ割合。カスタム：描いたとおり。全体：実行中に上限の範囲内でスコアにより決定します。</translation>
    </message>
    <message>
        <source>FFN widths are multiples of this: 8 suits processors, 64 GPUs, 256 the K-quants of llama.cpp</source>
        <translation>FFN の幅をこの値の倍数にします：8 は CPU、64 は GPU、256 は llama.cpp の K-quants に適しています</translation>
    </message>
    <message>
        <source>The form that the result will be written in; it limits what may differ between layers</source>
        <translation>結果を書き出す形式。層ごとに変えられる内容が制限されます</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>元に戻す: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>やり直す: %1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>やり直す</translation>
    </message>
    <message>
        <source>Params left</source>
        <translation>残りパラメータ数</translation>
    </message>
    <message>
        <source>PEFT adapter</source>
        <translation>PEFT アダプタ</translation>
    </message>
</context>
<context>
    <name>sentei::ui::CompareFilterRow</name>
    <message>
        <source>Group: none</source>
        <translation>グループ: なし</translation>
    </message>
    <message>
        <source>Group: own groups</source>
        <translation>グループ: 独自グループ</translation>
    </message>
    <message>
        <source>Group: model</source>
        <translation>グループ: モデル</translation>
    </message>
    <message>
        <source>Group: origin</source>
        <translation>グループ: 由来</translation>
    </message>
    <message>
        <source>Group: kind</source>
        <translation>グループ: 種類</translation>
    </message>
    <message>
        <source>View: all runs</source>
        <translation>表示: すべての実行</translation>
    </message>
    <message>
        <source>View: starred</source>
        <translation>表示: スター付き</translation>
    </message>
    <message>
        <source>View: finished</source>
        <translation>表示: 完了</translation>
    </message>
    <message>
        <source>View: trash</source>
        <translation>表示: ゴミ箱</translation>
    </message>
    <message>
        <source>Group runs by</source>
        <translation>実行のグループ化</translation>
    </message>
    <message>
        <source>Which runs are shown</source>
        <translation>表示する実行</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>フィルタ</translation>
    </message>
    <message>
        <source>Filter the runs</source>
        <translation>実行を絞り込む</translation>
    </message>
    <message>
        <source>Filter, such as: ppl &lt; 40 and kind = prune and model ~ smol</source>
        <translation>フィルタ (例: ppl &lt; 40 and kind = prune and model ~ smol)</translation>
    </message>
    <message>
        <source>Compare fields with = != &lt; &lt;= &gt; &gt;= and ~ (contains); join with and, or, not, brackets.
Fields: %1</source>
        <translation>フィールドを = != &lt; &lt;= &gt; &gt;= と ~ (含む) で比較し、and、or、not、括弧で組み合わせます。
フィールド: %1</translation>
    </message>
    <message>
        <source>Columns as at first</source>
        <translation>列を初期状態に戻す</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ComparePage</name>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Clone as new run</source>
        <translation>複製して新しい実行を作成</translation>
    </message>
    <message>
        <source>Export data</source>
        <translation>データを書き出す</translation>
    </message>
    <message>
        <source>Report (HTML)…</source>
        <translation>レポート (HTML)…</translation>
    </message>
    <message>
        <source>Table (CSV)…</source>
        <translation>表 (CSV)…</translation>
    </message>
    <message>
        <source>Everything (JSON)…</source>
        <translation>すべて (JSON)…</translation>
    </message>
    <message>
        <source>Export model…</source>
        <translation>モデルを書き出す…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 件の実行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n 件選択中</numerusform>
        </translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>No run passes the filter.</source>
        <translation>フィルタに一致する実行はありません。</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>ゴミ箱は空です。</translation>
    </message>
    <message>
        <source>No runs yet.</source>
        <translation>まだ実行がありません。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>フィルタを解除</translation>
    </message>
    <message>
        <source>Set a budget</source>
        <translation>予算を設定</translation>
    </message>
    <message>
        <source>Stand on a pruning run in the table.</source>
        <translation>表で枝刈りの実行を選択してください。</translation>
    </message>
    <message>
        <source>Stand on a run that was stopped or interrupted.</source>
        <translation>停止または中断された実行を選択してください。</translation>
    </message>
    <message>
        <source>Stand on a pruning run that is done.</source>
        <translation>完了した枝刈りの実行を選択してください。</translation>
    </message>
    <message>
        <source>There are no runs to export.</source>
        <translation>書き出す実行がありません。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>These perplexities were measured differently and are not ranked</source>
        <translation>これらのパープレキシティは測定条件が異なるため、順位付けされません</translation>
    </message>
    <message numerus="yes">
        <source>Moved %n run(s) to the trash</source>
        <translation>
            <numerusform>%n 件の実行をゴミ箱に移動しました</numerusform>
        </translation>
    </message>
    <message>
        <source>They keep all they have and can be restored there.</source>
        <translation>内容はすべて保持され、ゴミ箱から復元できます。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>名前の変更</translation>
    </message>
</context>
<context>
    <name>sentei::ui::CompareTabs</name>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲線</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Parallel</source>
        <translation>平行座標</translation>
    </message>
    <message>
        <source>Pareto</source>
        <translation>パレート</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Heat map Δ</source>
        <translation>ヒートマップ Δ</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>系譜</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>環境</translation>
    </message>
    <message>
        <source>Views of the chosen runs</source>
        <translation>選択した実行の表示</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ComparisonTable</name>
    <message>
        <source>Setting</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ConsequencesDock</name>
    <message>
        <source>Consequences</source>
        <translation>影響</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>モデルが開かれていません。</translation>
    </message>
    <message>
        <source>This model opens for reading only: it cannot be pruned.</source>
        <translation>このモデルは読み取り専用で開かれているため、枝刈りできません。</translation>
    </message>
    <message>
        <source>The budget has no solution yet.</source>
        <translation>予算の解がまだありません。</translation>
    </message>
    <message>
        <source>dense → budget, est.</source>
        <translation>元モデル → 予算 (推定)</translation>
    </message>
    <message>
        <source>dense → budget</source>
        <translation>元モデル → 予算</translation>
    </message>
    <message>
        <source>dense → now</source>
        <translation>元モデル → 現在</translation>
    </message>
    <message>
        <source>from the previous budget</source>
        <translation>直前の予算から</translation>
    </message>
    <message>
        <source>kept %1</source>
        <translation>保持 %1</translation>
    </message>
    <message>
        <source>largest feasible %1</source>
        <translation>実現可能な最大値 %1</translation>
    </message>
    <message>
        <source>Δ parameters %1</source>
        <translation>Δ パラメータ %1</translation>
    </message>
    <message>
        <source>Show all consequences</source>
        <translation>すべての影響を表示</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ConsequencesView</name>
    <message>
        <source>Consequences</source>
        <translation>影響</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>計算量</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>品質</translation>
    </message>
    <message>
        <source>Opens in</source>
        <translation>開けるソフト</translation>
    </message>
    <message>
        <source>%1: dense %2, now %3, %4</source>
        <translation>%1: 元モデル %2、現在 %3、%4</translation>
    </message>
    <message>
        <source>opens</source>
        <translation>開けます</translation>
    </message>
    <message>
        <source>opens, with a reserve</source>
        <translation>条件付きで開けます</translation>
    </message>
    <message>
        <source>does not open</source>
        <translation>開けません</translation>
    </message>
</context>
<context>
    <name>sentei::ui::CurvesPanel</name>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>横軸</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>疎性</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指標</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑化</translation>
    </message>
    <message>
        <source>Smoothing of loss and speed</source>
        <translation>損失と速度の平滑化</translation>
    </message>
    <message>
        <source>Show run %1</source>
        <translation>実行 %1 を表示</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>元モデル</translation>
    </message>
    <message>
        <source>measured differently: do not compare the levels</source>
        <translation>測定条件が異なるため、値の大小は比較できません</translation>
    </message>
    <message>
        <source>of the training text</source>
        <translation>学習テキストでの値</translation>
    </message>
    <message>
        <source>share of all parameters that is masked</source>
        <translation>全パラメータ中のマスク済みの割合</translation>
    </message>
    <message>
        <source>training tokens per second</source>
        <translation>1 秒あたりの学習トークン数</translation>
    </message>
    <message>
        <source>iteration</source>
        <translation>反復</translation>
    </message>
    <message>
        <source>training time, min</source>
        <translation>学習時間 (分)</translation>
    </message>
    <message>
        <source>Choose runs in the table to compare their curves.</source>
        <translation>曲線を比較する実行を表で選択してください。</translation>
    </message>
    <message>
        <source>The chosen runs have no such curve.</source>
        <translation>選択した実行にこの曲線はありません。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::DataPage</name>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Set budget</source>
        <translation>予算を設定</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>モデルが読む内容</translation>
    </message>
    <message>
        <source>Tokens of a training sequence</source>
        <translation>学習シーケンスのトークン</translation>
    </message>
    <message>
        <source>Previous sequence</source>
        <translation>前のシーケンス</translation>
    </message>
    <message>
        <source>Next sequence</source>
        <translation>次のシーケンス</translation>
    </message>
    <message>
        <source>Lengths of records</source>
        <translation>レコードの長さ</translation>
    </message>
    <message>
        <source>The training text does not fill one sequence.</source>
        <translation>学習テキストが 1 シーケンスに足りません。</translation>
    </message>
    <message>
        <source>Choose a training text to see its first sequence.</source>
        <translation>学習テキストを選択すると、最初のシーケンスが表示されます。</translation>
    </message>
    <message>
        <source>sequence %1 of %2, in the order of the file</source>
        <translation>シーケンス %1 / %2 (ファイル内の順)</translation>
    </message>
    <message>
        <source>The training text is one record.</source>
        <translation>学習テキストは 1 つのレコードです。</translation>
    </message>
    <message>
        <source>Choose a training text with records.</source>
        <translation>レコードを含む学習テキストを選択してください。</translation>
    </message>
    <message>
        <source>records</source>
        <translation>レコード数</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>トークン数</translation>
    </message>
    <message>
        <source>sequence length %1</source>
        <translation>シーケンス長 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) longer than a sequence</source>
        <translation>
            <numerusform>シーケンスより長いレコード %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Training and evaluation text are the same</source>
        <translation>学習テキストと評価テキストが同じです</translation>
    </message>
    <message>
        <source>A model measured on what it was tuned on looks better than it is.</source>
        <translation>調整に使ったデータで測定すると、モデルは実際より良く見えます。</translation>
    </message>
    <message>
        <source>The evaluation text overlaps the training text</source>
        <translation>評価テキストが学習テキストと重複しています</translation>
    </message>
    <message>
        <source>%1 of its runs of %2 tokens also stand in the training text.</source>
        <translation>評価テキスト中の連続する %2 トークンの並びのうち %1 が、学習テキストにも含まれています。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::DataSource</name>
    <message>
        <source>Field</source>
        <translation>フィールド</translation>
    </message>
    <message>
        <source>or template</source>
        <translation>またはテンプレート</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>レコード数</translation>
    </message>
    <message>
        <source>Sequence length, tokens</source>
        <translation>シーケンス長 (トークン)</translation>
    </message>
    <message>
        <source>Window length, tokens</source>
        <translation>窓の長さ (トークン)</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>窓の数</translation>
    </message>
    <message>
        <source>Training text</source>
        <translation>学習テキスト</translation>
    </message>
    <message>
        <source>Evaluation text</source>
        <translation>評価テキスト</translation>
    </message>
    <message>
        <source>what the model is tuned on while it is pruned</source>
        <translation>枝刈り中のモデルの調整に使うテキスト</translation>
    </message>
    <message>
        <source>what perplexity is measured on</source>
        <translation>パープレキシティの測定に使うテキスト</translation>
    </message>
    <message>
        <source>A .txt or .jsonl file; drop one here</source>
        <translation>.txt または .jsonl ファイル。ここにドロップできます</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>参照…</translation>
    </message>
    <message>
        <source>Demo text</source>
        <translation>デモテキスト</translation>
    </message>
    <message>
        <source>King James Bible, prepared with the demo</source>
        <translation>欽定訳聖書 (デモと一緒に用意されたもの)</translation>
    </message>
    <message>
        <source>all</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Texts (*.txt *.jsonl);;All files (*)</source>
        <translation>テキスト (*.txt *.jsonl);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Tokenising…</source>
        <translation>トークン化中…</translation>
    </message>
    <message numerus="yes">
        <source>%n sequence(s)</source>
        <translation>
            <numerusform>%n シーケンス</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n window(s)</source>
        <translation>
            <numerusform>窓 %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 トークン</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n レコード</numerusform>
        </translation>
    </message>
    <message>
        <source>data %1</source>
        <translation>データ %1</translation>
    </message>
    <message>
        <source>Open a model to count tokens.</source>
        <translation>モデルを開くとトークン数を数えます。</translation>
    </message>
    <message>
        <source>No text chosen.</source>
        <translation>テキストが選択されていません。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::DifferencePanel</name>
    <message>
        <source>Attention</source>
        <translation>アテンション</translation>
    </message>
    <message>
        <source>FFN</source>
        <translation>FFN</translation>
    </message>
    <message>
        <source>Kind of units</source>
        <translation>ユニットの種類</translation>
    </message>
    <message>
        <source>Run whose scores are looked at</source>
        <translation>スコアを見る実行</translation>
    </message>
    <message>
        <source>Run that is subtracted</source>
        <translation>差し引く実行</translation>
    </message>
    <message>
        <source>Difference of importance</source>
        <translation>重要度の差</translation>
    </message>
    <message>
        <source>Choose two pruning runs to see where their scores differ.</source>
        <translation>スコアの違いを見るには、枝刈りの実行を 2 つ選択してください。</translation>
    </message>
    <message>
        <source>Reading scores…</source>
        <translation>スコアを読み込み中…</translation>
    </message>
    <message>
        <source>One of the two runs has no scores: nothing was pruned in it.</source>
        <translation>2 つの実行の一方にスコアがありません。枝刈りが行われていません。</translation>
    </message>
    <message>
        <source>The two runs have no layer with the same units.</source>
        <translation>2 つの実行に、ユニットが一致する層がありません。</translation>
    </message>
    <message>
        <source>run %1 less run %2</source>
        <translation>実行 %1 − 実行 %2</translation>
    </message>
    <message>
        <source>each divided by its mean, as the criteria differ</source>
        <translation>評価基準が異なるため、それぞれの平均で割った値</translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s) blank: other shapes</source>
        <translation>
            <numerusform>%n 層は空白：形状が異なります</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::ExportDialog</name>
    <message>
        <source>There is nothing to export</source>
        <translation>書き出すものがありません</translation>
    </message>
    <message>
        <source>Open a model, or finish a run.</source>
        <translation>モデルを開くか、実行を完了してください。</translation>
    </message>
    <message>
        <source>Make uniform</source>
        <translation>均一にする</translation>
    </message>
    <message>
        <source>Round to 256</source>
        <translation>256 に丸める</translation>
    </message>
    <message>
        <source>Export of %1</source>
        <translation>%1 の書き出し</translation>
    </message>
    <message>
        <source>The export goes on; see the jobs below.</source>
        <translation>書き出しは続行中です。下のジョブを参照してください。</translation>
    </message>
    <message>
        <source>Reading the result…</source>
        <translation>結果を読み込み中…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>書き出す</translation>
    </message>
    <message>
        <source>Where will it be used?</source>
        <translation>どこで使いますか？</translation>
    </message>
    <message>
        <source>This run did not reach its last iteration</source>
        <translation>この実行は最後の反復に達していません</translation>
    </message>
    <message>
        <source>Exported is what its newest checkpoint holds.</source>
        <translation>最新のチェックポイントの内容が書き出されます。</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>フォルダを表示</translation>
    </message>
    <message>
        <source>Export another</source>
        <translation>別の書き出し</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>書き出しを中止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 パラメータ</translation>
    </message>
    <message>
        <source>perplexity %1 (%2)</source>
        <translation>パープレキシティ %1 (%2)</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ExportProfiles</name>
    <message>
        <source>Make uniform…</source>
        <translation>均一にする…</translation>
    </message>
    <message>
        <source>Round to 256…</source>
        <translation>256 に丸める…</translation>
    </message>
    <message>
        <source>Use BF16</source>
        <translation>BF16 を使う</translation>
    </message>
    <message>
        <source>Sets the budget of the next run: %1</source>
        <translation>次の実行の予算を設定します：%1</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ExportResult</name>
    <message>
        <source>Cancelled</source>
        <translation>中止しました</translation>
    </message>
    <message>
        <source>Nothing was written; the unfinished folder is gone.</source>
        <translation>何も書き込まれていません。未完成のフォルダは削除されました。</translation>
    </message>
    <message>
        <source>Written, but not verified</source>
        <translation>書き込み済み、未検証</translation>
    </message>
    <message>
        <source>Verify it before use: the commands are below.</source>
        <translation>使用する前に検証してください。コマンドは下にあります。</translation>
    </message>
    <message>
        <source>Exported and verified</source>
        <translation>書き出しと検証が完了しました</translation>
    </message>
    <message>
        <source>Exported, but the numbers differ</source>
        <translation>書き出しましたが、数値が一致しません</translation>
    </message>
    <message>
        <source>Re-opened from disk by fresh code: max |Δ| of logits %1, allowed %2. %3</source>
        <translation>独立したコードでディスクから開き直しました：ロジットの最大 |Δ| は %1、許容値は %2。%3</translation>
    </message>
    <message>
        <source>%1
%2, %3 parameters, %4. Rounding to this format moves logits by at most %5.</source>
        <translation>%1
%2、%3 パラメータ、%4。この形式への丸めによるロジットの変化は最大 %5 です。</translation>
    </message>
    <message>
        <source>trust_remote_code runs the modelling file beside the weights.</source>
        <translation>trust_remote_code を指定すると、重みと同じ場所にあるモデリングファイルが実行されます。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>How to open the export</source>
        <translation>書き出したモデルの開き方</translation>
    </message>
    <message>
        <source>Text to copy</source>
        <translation>コピーするテキスト</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ExportTarget</name>
    <message>
        <source>New folder for the export</source>
        <translation>書き出し用の新しいフォルダ</translation>
    </message>
    <message>
        <source>Choose a new folder for the export.</source>
        <translation>書き出し用の新しいフォルダを選択してください。</translation>
    </message>
    <message>
        <source>%1 exists and is not empty. Choose a new folder.</source>
        <translation>%1 は既に存在し、空ではありません。新しいフォルダを選択してください。</translation>
    </message>
    <message>
        <source>About %1 are needed, but only %2 are free.</source>
        <translation>約 %1 必要ですが、空きは %2 しかありません。</translation>
    </message>
    <message>
        <source>About %1, %2 free. Weights, configuration, tokenizer, model card, masks and hashes.</source>
        <translation>約 %1、空き %2。重み、構成、トークナイザー、モデルカード、マスク、ハッシュを含みます。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>フォルダ</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>数値形式</translation>
    </message>
    <message>
        <source>Largest weight file</source>
        <translation>重みファイルの最大サイズ</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
</context>
<context>
    <name>sentei::ui::GenerateColumn</name>
    <message>
        <source>Generated tokens</source>
        <translation>生成したトークン</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n トークン</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 トークン/秒</translation>
    </message>
    <message>
        <source>first token after %1 ms</source>
        <translation>最初のトークンまで %1 ms</translation>
    </message>
</context>
<context>
    <name>sentei::ui::GeneratePage</name>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>シード</translation>
    </message>
    <message>
        <source>New tokens</source>
        <translation>新規トークン数</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>プロンプト</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>チャット</translation>
    </message>
    <message>
        <source>Wraps the prompt in the model&apos;s chat format</source>
        <translation>プロンプトをモデルのチャット形式で包みます</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>プロンプト</translation>
    </message>
    <message>
        <source>0 (greedy)</source>
        <translation>0 (貪欲)</translation>
    </message>
    <message>
        <source>Pruned model</source>
        <translation>枝刈り済みモデル</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>フォルダ…</translation>
    </message>
    <message>
        <source>Dense</source>
        <translation>元モデル</translation>
    </message>
    <message>
        <source>Pruned</source>
        <translation>枝刈り済み</translation>
    </message>
    <message>
        <source>Folder of a pruned model</source>
        <translation>枝刈り済みモデルのフォルダー</translation>
    </message>
    <message numerus="yes">
        <source>The first %n token(s) are the same.</source>
        <translation>
            <numerusform>最初の %n トークンは同じです。</numerusform>
        </translation>
    </message>
    <message>
        <source>The same up to token %1; %2 of %3 places differ, underlined.</source>
        <translation>トークン %1 まで同じです。%3 か所中 %2 か所が異なり、下線で示しています。</translation>
    </message>
    <message>
        <source>No model is open</source>
        <translation>モデルが開かれていません</translation>
    </message>
    <message>
        <source>Open a model first.</source>
        <translation>先にモデルを開いてください。</translation>
    </message>
    <message>
        <source>The answer of the open model appears here.</source>
        <translation>開いているモデルの回答がここに表示されます。</translation>
    </message>
    <message>
        <source>No pruned model of this one was exported yet. Finish a run with an export, or choose a folder.</source>
        <translation>このモデルの枝刈り済みモデルはまだ書き出されていません。書き出し付きで実行を完了するか、フォルダーを選んでください。</translation>
    </message>
    <message>
        <source>The answer of the pruned model appears here.</source>
        <translation>枝刈り済みモデルの回答がここに表示されます。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::JobsStrip</name>
    <message>
        <source>Jobs</source>
        <translation>ジョブ</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>No jobs running</source>
        <translation>実行中のジョブはありません</translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%n 件待機中</numerusform>
        </translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>続行</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>今すぐ停止</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel %1 (%2)</source>
        <translation>%1 をキャンセル (%2)</translation>
    </message>
</context>
<context>
    <name>sentei::ui::KeptEditor</name>
    <message>
        <source>mixed</source>
        <comment>counts of a selection differ</comment>
        <translation>混在</translation>
    </message>
</context>
<context>
    <name>sentei::ui::LayerTableModel</name>
    <message>
        <source>locked</source>
        <translation>ロック中</translation>
    </message>
    <message>
        <source>open</source>
        <translation>ロックなし</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未測定</translation>
    </message>
    <message>
        <source>rises by %1 nats</source>
        <translation>%1 nat 上昇</translation>
    </message>
    <message>
        <source>%1 of %2 kept</source>
        <translation>%2 のうち %1 を保持</translation>
    </message>
    <message>
        <source>, by hand</source>
        <translation>、手動</translation>
    </message>
    <message>
        <source>, locked</source>
        <translation>、ロック中</translation>
    </message>
    <message>
        <source>Layer %1, %2: %3</source>
        <translation>層 %1、%2: %3</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>ロック</translation>
    </message>
    <message>
        <source>KV groups kept</source>
        <translation>保持 KV グループ</translation>
    </message>
    <message>
        <source>Heads kept</source>
        <translation>保持ヘッド</translation>
    </message>
    <message>
        <source>FFN channels kept</source>
        <translation>保持 FFN チャネル</translation>
    </message>
    <message>
        <source>Sens.</source>
        <translation>感度</translation>
    </message>
    <message>
        <source>KV floor</source>
        <translation>KV 下限</translation>
    </message>
    <message>
        <source>Head floor</source>
        <translation>ヘッド下限</translation>
    </message>
    <message>
        <source>KV cap</source>
        <translation>KV 上限</translation>
    </message>
    <message>
        <source>Head cap</source>
        <translation>ヘッド上限</translation>
    </message>
    <message>
        <source>FFN floor</source>
        <translation>FFN 下限</translation>
    </message>
    <message>
        <source>FFN cap</source>
        <translation>FFN 上限</translation>
    </message>
    <message>
        <source>Δ params</source>
        <translation>Δ パラメータ</translation>
    </message>
</context>
<context>
    <name>sentei::ui::LayersPanel</name>
    <message>
        <source>Attention</source>
        <translation>アテンション</translation>
    </message>
    <message>
        <source>FFN</source>
        <translation>FFN</translation>
    </message>
    <message>
        <source>Kind of units</source>
        <translation>ユニットの種類</translation>
    </message>
    <message>
        <source>KV groups</source>
        <translation>KV グループ</translation>
    </message>
    <message>
        <source>FFN channels</source>
        <translation>FFN チャネル</translation>
    </message>
    <message>
        <source>%1: kept %2 by layer</source>
        <translation>%1: 層ごとの保持 %2</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>Nothing was pruned in this run.</source>
        <translation>この実行では何も枝刈りされていません。</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>層 %1</translation>
    </message>
    <message>
        <source>iteration %1</source>
        <translation>反復 %1</translation>
    </message>
    <message>
        <source>Choose runs in the table to see what they kept.</source>
        <translation>表で実行を選ぶと、保持したユニットが表示されます。</translation>
    </message>
    <message>
        <source>Kept units by layer; hatched: pruned.</source>
        <translation>層ごとの保持ユニット。斜線: 枝刈り済み。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::LineagePanel</name>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Lineage</source>
        <translation>系譜</translation>
    </message>
    <message>
        <source>Press Enter on a run to compare it, too.</source>
        <translation>実行の上で Enter を押すと、比較に加えます。</translation>
    </message>
    <message>
        <source>Choose a run in the table to see where it came from.</source>
        <translation>表で実行を選ぶと、その由来が表示されます。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::LogPanel</name>
    <message>
        <source>Warning: %1</source>
        <translation>警告: %1</translation>
    </message>
    <message>
        <source>Perplexity %1 (%2), %3 windows of %4 tokens, %5</source>
        <translation>パープレキシティ %1 (%2)、%4 トークンの窓 %3 個、%5</translation>
    </message>
    <message>
        <source>Checkpoint of iteration %1, %2</source>
        <translation>反復 %1 のチェックポイント、%2</translation>
    </message>
    <message>
        <source>Iteration %1: %2 units pruned so far</source>
        <translation>反復 %1: これまでに %2 ユニットを枝刈り</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>%1 に書き出しました</translation>
    </message>
    <message>
        <source>Verified: largest logit difference %1</source>
        <translation>検証済み: ロジットの最大差 %1</translation>
    </message>
    <message>
        <source>Not verified: %1</source>
        <translation>検証されていません: %1</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>失敗: %1</translation>
    </message>
    <message>
        <source>Ended after %1</source>
        <translation>%1 で終了</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Filter lines</source>
        <translation>行を絞り込む</translation>
    </message>
    <message>
        <source>Copy the lines shown</source>
        <translation>表示中の行をコピー</translation>
    </message>
    <message>
        <source>Close the log</source>
        <translation>ログを閉じる</translation>
    </message>
</context>
<context>
    <name>sentei::ui::MainWindow</name>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Sentei</source>
        <translation>Sentei</translation>
    </message>
    <message>
        <source>%1 – Sentei</source>
        <translation>%1 – Sentei</translation>
    </message>
    <message>
        <source>Drop to open this model</source>
        <translation>ドロップしてこのモデルを開く</translation>
    </message>
    <message>
        <source>Drop to use this text for pruning</source>
        <translation>ドロップしてこのテキストを枝刈りに使う</translation>
    </message>
    <message>
        <source>Drop to open this job</source>
        <translation>ドロップしてこのジョブを開く</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelBaseline</name>
    <message>
        <source>Dense baseline</source>
        <translation>元モデルの基準値</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>Mean loss</source>
        <translation>平均損失</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Tokens predicted</source>
        <translation>予測トークン数</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>測定中…</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>再測定</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>測定</translation>
    </message>
    <message>
        <source>Choose an evaluation text on the Data page first</source>
        <translation>先に「データ」ページで評価テキストを選んでください</translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation>nat/トークン</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 トークン/秒</translation>
    </message>
    <message numerus="yes">
        <source>%n window(s)</source>
        <translation>
            <numerusform>%n 窓</numerusform>
        </translation>
    </message>
    <message>
        <source>Not measured yet. Choose an evaluation text on the Data page, then measure here.</source>
        <translation>まだ測定されていません。「データ」ページで評価テキストを選んでから、ここで測定してください。</translation>
    </message>
    <message>
        <source>Not measured yet. Measure once, so that every later number has a “before”.</source>
        <translation>まだ測定されていません。一度測定しておくと、以後の数値を枝刈り前と比べられます。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelConfig</name>
    <message>
        <source>Configuration</source>
        <translation>構成</translation>
    </message>
    <message>
        <source>This checkpoint has no configuration.</source>
        <translation>このチェックポイントには構成がありません。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelFiles</name>
    <message>
        <source>Copied the path.</source>
        <translation>パスをコピーしました。</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>パスをコピー</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Computing SHA-256</source>
        <translation>SHA-256 を計算中</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Compute SHA-256</source>
        <translation>SHA-256 を計算</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelLayers</name>
    <message>
        <source>Parameters per layer</source>
        <translation>層ごとのパラメータ</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>層</translation>
    </message>
    <message>
        <source>The layers of this architecture are not known.</source>
        <translation>このアーキテクチャの層は不明です。</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>アテンション</translation>
    </message>
    <message>
        <source>FFN</source>
        <translation>FFN</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>層 %1</translation>
    </message>
    <message>
        <source>other</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>%1 in all, besides %2 in embeddings</source>
        <translation>合計 %1、ほかに埋め込みに %2</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelPage</name>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>開く…</translation>
    </message>
    <message>
        <source>Set budget</source>
        <translation>予算を設定</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>デモを試す</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>テンソル</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>トークナイザー</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>構成</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>モデルが開かれていません。</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 を読み込み中…</translation>
    </message>
    <message>
        <source>Needs a model that can be pruned</source>
        <translation>枝刈りできるモデルが必要です</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelSelfCheck</name>
    <message>
        <source>Check again</source>
        <translation>再診断</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>診断</translation>
    </message>
    <message>
        <source>Self-check passed</source>
        <translation>自己診断に合格</translation>
    </message>
    <message>
        <source>Self-check failed</source>
        <translation>自己診断に不合格</translation>
    </message>
    <message>
        <source>%1 Largest difference %2, at most %3 is allowed.</source>
        <translation>%1 最大差は %2、許容値は %3 以下です。</translation>
    </message>
    <message>
        <source>Self-check is running</source>
        <translation>自己診断を実行中</translation>
    </message>
    <message>
        <source>The jobs strip below shows how far it is.</source>
        <translation>下のジョブ欄に進み具合が表示されます。</translation>
    </message>
    <message>
        <source>Not checked on this computer yet</source>
        <translation>このコンピューターではまだ診断されていません</translation>
    </message>
    <message>
        <source>Compares the fast path with the plain one in fp32 on this model.</source>
        <translation>このモデルで、高速な計算経路を通常の経路と fp32 で比較します。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelSummary</name>
    <message>
        <source>Opened for reading only: %1</source>
        <translation>読み取り専用で開きました: %1</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelTensor</name>
    <message>
        <source>Reading its values…</source>
        <translation>値を読み込み中…</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>テンソル</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>ヒストグラム</translation>
    </message>
    <message>
        <source>Norm per row</source>
        <translation>行ごとのノルム</translation>
    </message>
    <message>
        <source>Magnitudes</source>
        <translation>大きさ</translation>
    </message>
    <message>
        <source>largest |value| of each of %1 × %2 cells</source>
        <translation>%1 × %2 の各セルの最大 |値|</translation>
    </message>
    <message>
        <source>Select a tensor at the left to see its values.</source>
        <translation>左でテンソルを選ぶと、値が表示されます。</translation>
    </message>
    <message>
        <source>%1 values · %2 … %3 · mean %4 · deviation %5 · %6 zeros</source>
        <translation>値 %1 個 · %2 … %3 · 平均 %4 · 偏差 %5 · ゼロ %6 個</translation>
    </message>
    <message>
        <source> · no NaN or infinity</source>
        <translation> · NaN・無限大なし</translation>
    </message>
    <message>
        <source>△ %1 NaN and %2 infinite values</source>
        <translation>△ NaN %1 個、無限大 %2 個</translation>
    </message>
    <message>
        <source>values</source>
        <translation>値の数</translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation>%1 のヒストグラム</translation>
    </message>
    <message>
        <source>value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>L2 norm</source>
        <translation>L2 ノルム</translation>
    </message>
    <message>
        <source>Norm per row of %1</source>
        <translation>%1 の行ごとのノルム</translation>
    </message>
    <message>
        <source>row</source>
        <translation>行</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelTensors</name>
    <message>
        <source>Filter tensors</source>
        <translation>テンソルを絞り込む</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>テンソル</translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s) · %1 · %2</source>
        <translation>
            <numerusform>%n テンソル · %1 · %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelTokenizer</name>
    <message>
        <source>Tokenizer</source>
        <translation>トークナイザー</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Text to tokenise</source>
        <translation>トークン化するテキスト</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n トークン</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::Notifications</name>
    <message>
        <source>%1 failed</source>
        <translation>%1 が失敗しました</translation>
    </message>
    <message>
        <source>%1 finished in %2</source>
        <translation>%1 が %2 で完了しました</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ParallelPanel</name>
    <message>
        <source>%1 of %2 runs in range</source>
        <translation>%2 件中 %1 件の実行が範囲内</translation>
    </message>
    <message>
        <source>Parallel coordinates</source>
        <translation>平行座標</translation>
    </message>
    <message>
        <source>drag along an axis to filter, its title to move it</source>
        <translation>軸に沿ってドラッグすると絞り込み、軸の題名をドラッグすると移動</translation>
    </message>
    <message>
        <source>perplexity: %1</source>
        <translation>パープレキシティ: %1</translation>
    </message>
    <message>
        <source>Runs on the settings and results that differ</source>
        <translation>異なる設定と結果で見た実行</translation>
    </message>
    <message>
        <source>The runs of the list differ in too little to compare.</source>
        <translation>一覧の実行は違いが少なく、比較できません。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ParetoPanel</name>
    <message>
        <source>Horizontal axis</source>
        <translation>横軸</translation>
    </message>
    <message>
        <source>Vertical axis</source>
        <translation>縦軸</translation>
    </message>
    <message>
        <source>Pareto</source>
        <translation>パレート</translation>
    </message>
    <message>
        <source>%1 over %2</source>
        <translation>%2 に対する %1</translation>
    </message>
    <message>
        <source>No run of the list has both quantities.</source>
        <translation>両方の量を持つ実行が一覧にありません。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RecentModels</name>
    <message>
        <source>not found or not readable</source>
        <translation>見つからないか読み取れません</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>開いた日時</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunActions</name>
    <message>
        <source>Continue</source>
        <translation>続行</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>今すぐ停止</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ends at once; the last checkpoint stays.</source>
        <translation>すぐに終了します。最後のチェックポイントは残ります。</translation>
    </message>
    <message>
        <source>Finishes this iteration and writes a checkpoint; again ends at once.</source>
        <translation>この反復を終えてチェックポイントを書き込みます。もう一度押すとすぐに終了します。</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>実行はまだありません</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>It is kept with the run, at this iteration:</source>
        <translation>この反復の位置に、実行とともに保存されます：</translation>
    </message>
    <message>
        <source>A checkpoint follows this iteration</source>
        <translation>この反復の後にチェックポイントを書き込みます</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Show an earlier run</source>
        <translation>以前の実行を表示</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>The run being prepared</source>
        <translation>準備中の実行</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>メモ…</translation>
    </message>
    <message>
        <source>Checkpoint now</source>
        <translation>今すぐチェックポイント</translation>
    </message>
    <message>
        <source>Run…</source>
        <translation>実行…</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunCard</name>
    <message>
        <source>perplexity, %1</source>
        <translation>パープレキシティ、%1</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>%1 parameters, %2</source>
        <translation>%1 パラメータ、%2</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 パラメータ</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunCommandBox</name>
    <message>
        <source>Open a model to see the command.</source>
        <translation>モデルを開くとコマンドが表示されます。</translation>
    </message>
    <message>
        <source>The job file holds all settings of this run.</source>
        <translation>ジョブファイルには、この実行のすべての設定が含まれます。</translation>
    </message>
    <message>
        <source>No flags exist for: %1. Save a job file; the command then reads it.</source>
        <translation>次の設定にはフラグがありません：%1。ジョブファイルを保存すると、コマンドがそれを読み込みます。</translation>
    </message>
    <message>
        <source>Command copied</source>
        <translation>コマンドをコピーしました</translation>
    </message>
    <message>
        <source>Save job file</source>
        <translation>ジョブファイルを保存</translation>
    </message>
    <message>
        <source>Job files (*.json)</source>
        <translation>ジョブファイル (*.json)</translation>
    </message>
    <message>
        <source>The same from a terminal</source>
        <translation>ターミナルで同じことをする</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Save job file…</source>
        <translation>ジョブファイルを保存…</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>コマンドライン</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunEndCard</name>
    <message>
        <source>The export was re-opened from disk: max |Δ| of logits %1.</source>
        <translation>書き出したモデルをディスクから開き直しました：ロジットの max |Δ| は %1 です。</translation>
    </message>
    <message>
        <source>The export differs from the model: max |Δ| of logits %1.</source>
        <translation>書き出した内容がモデルと一致しません：ロジットの max |Δ| は %1 です。</translation>
    </message>
    <message>
        <source>Close to the dense model.</source>
        <translation>枝刈り前のモデルに近い品質です。</translation>
    </message>
    <message>
        <source>A visible loss. More iterations usually win part of it back.</source>
        <translation>目に見える劣化があります。反復を増やすと、たいてい一部を取り戻せます。</translation>
    </message>
    <message>
        <source>A heavy loss. Try a smaller target, more iterations, or locked layers.</source>
        <translation>大きな劣化があります。目標を下げる、反復を増やす、または層をロックすることを試してください。</translation>
    </message>
    <message>
        <source>Stopped at iteration %1</source>
        <translation>反復 %1 で停止</translation>
    </message>
    <message>
        <source>It can go on from the checkpoint at iteration %1.</source>
        <translation>反復 %1 のチェックポイントから続行できます。</translation>
    </message>
    <message>
        <source>No checkpoint was written; it would begin again.</source>
        <translation>チェックポイントは書き込まれていません。最初からやり直しになります。</translation>
    </message>
    <message>
        <source>Done in %1</source>
        <translation>%1 で完了</translation>
    </message>
    <message>
        <source>Exported to %1: %2, %3, %4</source>
        <translation>%1 に書き出し: %2、%3、%4</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>元モデル</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>枝刈り済み</translation>
    </message>
    <message>
        <source>tuned</source>
        <translation>調整済み</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメータ</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>書き出す…</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunEntriesModel</name>
    <message>
        <source>Iteration</source>
        <translation>反復</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>イベント</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunExport</name>
    <message>
        <source>Save report</source>
        <translation>レポートを保存</translation>
    </message>
    <message>
        <source>Save runs</source>
        <translation>実行を保存</translation>
    </message>
    <message>
        <source>“%1” exists already.</source>
        <translation>「%1」はすでに存在します。</translation>
    </message>
    <message>
        <source>Replacing it loses what it holds now.</source>
        <translation>置き換えると、現在の内容は失われます。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>置き換える</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>%1 を書き込み中…</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 を保存しました</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunForm</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>プリセット</translation>
    </message>
    <message>
        <source>Quick: 60 iterations of 4 × 128 tokens</source>
        <translation>クイック: 4 × 128 トークンの反復 60 回</translation>
    </message>
    <message>
        <source>Paper: 312 iterations of 128 × 512 tokens</source>
        <translation>論文: 128 × 512 トークンの反復 312 回</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>カスタム</translation>
    </message>
    <message>
        <source>Point at a setting to read what it does and when to change it.</source>
        <translation>設定にポインターを合わせると、その働きと変更すべき場面が表示されます。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunJournal</name>
    <message>
        <source>Bars appear with the first scored iteration.</source>
        <translation>最初のスコア付き反復の後に、棒が表示されます。</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Events of this run</source>
        <translation>この実行のイベント</translation>
    </message>
    <message>
        <source>Log of this run</source>
        <translation>この実行のログ</translation>
    </message>
    <message>
        <source>Kept units by layer</source>
        <translation>層ごとの保持ユニット</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>層</translation>
    </message>
    <message>
        <source>share of units kept</source>
        <translation>保持ユニットの割合</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunKpis</name>
    <message>
        <source>of %1</source>
        <translation>/ %1</translation>
    </message>
    <message>
        <source>dense %1</source>
        <translation>元モデル %1</translation>
    </message>
    <message>
        <source>tok/s</source>
        <translation>トークン/秒</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation>反復</translation>
    </message>
    <message>
        <source>Pruned parameters</source>
        <translation>枝刈り済みパラメータ</translation>
    </message>
    <message>
        <source>Loss (EMA 0.9)</source>
        <translation>損失 (EMA 0.9)</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリ</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunLive</name>
    <message>
        <source>Loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>疎性</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunMaps</name>
    <message>
        <source>Keep the colour scale while scores change</source>
        <translation>スコアが変わってもカラースケールを保つ</translation>
    </message>
    <message>
        <source>Lock the colour scale</source>
        <translation>カラースケールをロック</translation>
    </message>
    <message>
        <source>No scores of this run are stored.</source>
        <translation>この実行のスコアは保存されていません。</translation>
    </message>
    <message>
        <source>Scores appear with the first scored iteration.</source>
        <translation>最初のスコア付き反復の後に、スコアが表示されます。</translation>
    </message>
    <message>
        <source>%1 · iteration %2</source>
        <translation>%1 · 反復 %2</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>ヘッド</translation>
    </message>
    <message>
        <source>FFN channels</source>
        <translation>FFN チャネル</translation>
    </message>
    <message>
        <source>Importance by layer and query head</source>
        <translation>層とクエリヘッドごとの重要度</translation>
    </message>
    <message>
        <source>Importance by layer and FFN channel</source>
        <translation>層と FFN チャネルごとの重要度</translation>
    </message>
    <message>
        <source>Sorted</source>
        <translation>重要度順</translation>
    </message>
    <message>
        <source>By index</source>
        <translation>番号順</translation>
    </message>
    <message>
        <source>Order of channels</source>
        <translation>チャネルの順序</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>線形</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>対数</translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation>カラースケール</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunMissing</name>
    <message>
        <source>Go to Model</source>
        <translation>モデルへ移動</translation>
    </message>
    <message>
        <source>Choose text…</source>
        <translation>テキストを選ぶ…</translation>
    </message>
    <message>
        <source>Go to Budget</source>
        <translation>予算へ移動</translation>
    </message>
    <message>
        <source>Show setting</source>
        <translation>設定を表示</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunNeedsBox</name>
    <message>
        <source>while pruning and tuning</source>
        <translation>枝刈りと調整の間</translation>
    </message>
    <message>
        <source>while measuring perplexity</source>
        <translation>パープレキシティの測定中</translation>
    </message>
    <message>
        <source>while exporting and verifying</source>
        <translation>書き出しと検証の間</translation>
    </message>
    <message>
        <source>while generating</source>
        <translation>生成中</translation>
    </message>
    <message>
        <source>Estimating…</source>
        <translation>見積もり中…</translation>
    </message>
    <message>
        <source>%1 of memory are free. An estimate needs a model that can be pruned.</source>
        <translation>メモリの空きは %1 です。見積もりには枝刈りできるモデルが必要です。</translation>
    </message>
    <message>
        <source>Disk: about %1 for the export and %2 for checkpoints; %3 are free.</source>
        <translation>ディスク：書き出しに約 %1、チェックポイントに約 %2 必要です。空きは %3 です。</translation>
    </message>
    <message>
        <source>Disk: about %1 for checkpoints; %2 are free.</source>
        <translation>ディスク：チェックポイントに約 %1 必要です。空きは %2 です。</translation>
    </message>
    <message>
        <source>About %1 %2; %3 are free.</source>
        <translation>%2に約 %1 必要です。空きは %3 です。</translation>
    </message>
    <message>
        <source>%1, given back when needed</source>
        <translation>%1（必要時に解放）</translation>
    </message>
    <message>
        <source>This run needs more than %1 of the free memory</source>
        <translation>この実行には空きメモリの %1 を超える量が必要です</translation>
    </message>
    <message>
        <source>It will start anyway. The system may end the program; checkpoints stay.</source>
        <translation>このまま開始されます。システムがプログラムを終了させることがありますが、チェックポイントは残ります。</translation>
    </message>
    <message>
        <source>It will be refused. Make the micro-batch or the sequences smaller, close other programs, or choose to run anyway.</source>
        <translation>実行は拒否されます。マイクロバッチまたは系列を小さくするか、ほかのプログラムを閉じるか、強制的な実行を選んでください。</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>見積もり</translation>
    </message>
    <message>
        <source>Run anyway</source>
        <translation>強制的に実行</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunPage</name>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Apply to run</source>
        <translation>実行に適用</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>The run did not take the new limits</source>
        <translation>実行は新しい制限を受け付けませんでした</translation>
    </message>
    <message>
        <source>The run did not start: %1</source>
        <translation>実行を開始できませんでした：%1</translation>
    </message>
    <message>
        <source>No model is open</source>
        <translation>モデルが開かれていません</translation>
    </message>
    <message>
        <source>next run of %1</source>
        <translation>%1 の次の実行</translation>
    </message>
    <message>
        <source>%1 · ended at iteration %2</source>
        <translation>%1 · 反復 %2 で終了</translation>
    </message>
    <message>
        <source>%1 · paused at iteration %2</source>
        <translation>%1 · 反復 %2 で一時停止中</translation>
    </message>
    <message>
        <source>The budget was edited since this run began</source>
        <translation>この実行の開始後に予算が編集されました</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunQualityPanel</name>
    <message>
        <source>training loss</source>
        <translation>学習損失</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>パープレキシティ</translation>
    </message>
    <message>
        <source>loss (EMA)</source>
        <translation>損失（EMA）</translation>
    </message>
    <message>
        <source>Curves appear with the first iteration.</source>
        <translation>曲線は最初の反復から表示されます。</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>元モデル</translation>
    </message>
    <message>
        <source>Loss and perplexity</source>
        <translation>損失とパープレキシティ</translation>
    </message>
    <message>
        <source>iteration</source>
        <translation>反復</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunSetup</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Estimate and command</source>
        <translation>見積もりとコマンド</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunSparsityPanel</name>
    <message>
        <source>share of parameters</source>
        <translation>パラメータの割合</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目標</translation>
    </message>
    <message>
        <source>actual</source>
        <translation>実際</translation>
    </message>
    <message>
        <source>The course appears with the first iteration.</source>
        <translation>推移は最初の反復から表示されます。</translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>現在 %1</translation>
    </message>
    <message>
        <source>cool-down</source>
        <translation>クールダウン</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>疎性</translation>
    </message>
    <message>
        <source>Sparsity, target and actual</source>
        <translation>疎性、目標と実際</translation>
    </message>
    <message>
        <source>iteration</source>
        <translation>反復</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunTableModel</name>
    <message>
        <source>No group</source>
        <translation>グループなし</translation>
    </message>
    <message>
        <source>Came from no other run</source>
        <translation>他の実行から派生していません</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>%1 から派生</translation>
    </message>
    <message>
        <source>Choose for comparison</source>
        <translation>比較に選択</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>スター付き</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>スター</translation>
    </message>
    <message>
        <source>compared</source>
        <translation>比較中</translation>
    </message>
    <message>
        <source>not compared</source>
        <translation>比較対象外</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>スター付き</translation>
    </message>
    <message>
        <source>not starred</source>
        <translation>スターなし</translation>
    </message>
    <message>
        <source>Chosen for comparison</source>
        <translation>比較に選択済み</translation>
    </message>
    <message>
        <source>%1
Sorted by protocol first: perplexities that were measured differently are not ranked together.</source>
        <translation>%1
まずプロトコルで並べ替えます。測定方法の異なるパープレキシティを一緒に順位付けすることはありません。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunVerbs</name>
    <message numerus="yes">
        <source>Delete %n run(s) for good?</source>
        <translation>
            <numerusform>%n 件の実行を完全に削除しますか？</numerusform>
        </translation>
    </message>
    <message>
        <source>Metrics, settings and checkpoints go; exported models stay. This cannot be undone.</source>
        <translation>指標、設定、チェックポイントは削除され、書き出したモデルは残ります。この操作は元に戻せません。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>完全に削除</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>ゴミ箱に移動</translation>
    </message>
    <message>
        <source>Take the star off</source>
        <translation>スターを外す</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>スターを付ける</translation>
    </message>
    <message>
        <source>Put into a group…</source>
        <translation>グループに入れる…</translation>
    </message>
    <message>
        <source>Add a tag…</source>
        <translation>タグを追加…</translation>
    </message>
    <message>
        <source>Take a tag off</source>
        <translation>タグを外す</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>復元</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>完全に削除…</translation>
    </message>
    <message>
        <source>Add a tag</source>
        <translation>タグを追加</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>Put into a group</source>
        <translation>グループに入れる</translation>
    </message>
    <message>
        <source>Group; empty takes the runs out</source>
        <translation>グループ（空欄にすると実行をグループから外します）</translation>
    </message>
</context>
<context>
    <name>sentei::ui::SelectionRow</name>
    <message>
        <source>Selected layers</source>
        <translation>選択した層</translation>
    </message>
    <message>
        <source>Lock or unlock the selected layers</source>
        <translation>選択した層をロックまたはロック解除</translation>
    </message>
    <message>
        <source>Heads of the selected layers</source>
        <translation>選択した層のヘッド</translation>
    </message>
    <message>
        <source>Heads kept in the selected layers</source>
        <translation>選択した層で保持するヘッド数</translation>
    </message>
    <message>
        <source>FFN channels of the selected layers</source>
        <translation>選択した層の FFN チャネル</translation>
    </message>
    <message>
        <source>FFN channels kept in the selected layers</source>
        <translation>選択した層で保持する FFN チャネル数</translation>
    </message>
    <message numerus="yes">
        <source>%n rows</source>
        <comment>of the table that are selected</comment>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::SensitivityData</name>
    <message numerus="yes">
        <source>%n windows of %1 tokens</source>
        <translation>
            <numerusform>%1 トークンの窓 %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>Text %1</source>
        <translation>テキスト %1</translation>
    </message>
    <message>
        <source>Text hash %1</source>
        <translation>テキストのハッシュ %1</translation>
    </message>
    <message>
        <source>Dense perplexity %1</source>
        <translation>元モデルのパープレキシティ %1</translation>
    </message>
</context>
<context>
    <name>sentei::ui::SettingEditor</name>
    <message>
        <source>New folder for the export</source>
        <translation>書き出し用の新しいフォルダー</translation>
    </message>
    <message>
        <source>Texts (*.txt *.raw *.jsonl);;All files (*)</source>
        <translation>テキスト (*.txt *.raw *.jsonl);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>“%1” does not fit: %2</source>
        <translation>「%1」は使えません：%2</translation>
    </message>
    <message>
        <source>Default: on.</source>
        <translation>既定値：オン。</translation>
    </message>
    <message>
        <source>Default: off.</source>
        <translation>既定値：オフ。</translation>
    </message>
    <message>
        <source>Default: %1.</source>
        <translation>既定値：%1。</translation>
    </message>
    <message>
        <source>From %1.</source>
        <translation>%1 以上。</translation>
    </message>
    <message>
        <source>%1 to %2.</source>
        <translation>%1～%2。</translation>
    </message>
    <message>
        <source>Above %1.</source>
        <translation>%1 より大きい値。</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>既定値に戻す</translation>
    </message>
    <message>
        <source>%1: back to the default</source>
        <translation>%1：既定値に戻す</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選択…</translation>
    </message>
    <message>
        <source>%1: choose</source>
        <translation>%1：選択</translation>
    </message>
</context>
<context>
    <name>sentei::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>System</source>
        <translation>システム</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Basic</source>
        <translation>基本</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter キー</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter キー</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>テーマ</translation>
    </message>
    <message>
        <source>Settings shown</source>
        <translation>表示する設定</translation>
    </message>
    <message>
        <source>Key that sends a prompt</source>
        <translation>プロンプトを送信するキー</translation>
    </message>
    <message>
        <source>General</source>
        <translation>全般</translation>
    </message>
    <message>
        <source>Colours of importance maps</source>
        <translation>重要度マップの配色</translation>
    </message>
    <message>
        <source>Maps and plots</source>
        <translation>マップとグラフ</translation>
    </message>
    <message>
        <source>Reduce motion: maps refresh twice a second</source>
        <translation>動きを減らす（マップの更新は毎秒 2 回）</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>フォルダーを開く</translation>
    </message>
    <message>
        <source>Open folder: %1</source>
        <translation>フォルダーを開く：%1</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>キャッシュ</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>キーボード</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>プライバシー</translation>
    </message>
    <message>
        <source>Sentei uses no network and sends nothing. Models, texts and runs stay on this computer.</source>
        <translation>Sentei はネットワークを使わず、何も送信しません。モデル、テキスト、実行はこのコンピューターに留まります。</translation>
    </message>
    <message>
        <source>The layout is as at the first start.</source>
        <translation>レイアウトは初回起動時の状態です。</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>リセット</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>レイアウトをリセット</translation>
    </message>
    <message>
        <source>Reset all settings…</source>
        <translation>すべての設定をリセット…</translation>
    </message>
    <message>
        <source>The cache holds %1: the demo model, its texts and downloads.</source>
        <translation>キャッシュの容量は %1 です（デモモデル、そのテキスト、ダウンロード）。</translation>
    </message>
    <message>
        <source>In a map: move, zoom, fit</source>
        <translation>マップ内：移動、拡大縮小、全体表示</translation>
    </message>
    <message>
        <source>Arrows, + and −, 0</source>
        <translation>矢印キー、+ と −、0</translation>
    </message>
    <message>
        <source>In a map: protect, force, copy the value</source>
        <translation>マップ内：保護、強制、値のコピー</translation>
    </message>
    <message>
        <source>P, Del, C</source>
        <translation>P、Del、C</translation>
    </message>
    <message>
        <source>Reset all settings?</source>
        <translation>すべての設定をリセットしますか？</translation>
    </message>
    <message>
        <source>Language, theme, layout and the list of recent models go back to those of the first start. Runs and models stay.</source>
        <translation>言語、テーマ、レイアウト、最近使ったモデルの一覧が初回起動時の状態に戻ります。実行とモデルは残ります。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::Sidebar</name>
    <message>
        <source>Welcome</source>
        <translation>ようこそ</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>準備</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Prune</source>
        <translation>枝刈り</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>調べる</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>No model open</source>
        <translation>モデルを開いていません</translation>
    </message>
    <message>
        <source>Ctrl+O opens one</source>
        <translation>Ctrl+O で開きます</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>パラメータ数 %1</translation>
    </message>
    <message>
        <source>%1, read only</source>
        <translation>%1、読み取り専用</translation>
    </message>
    <message>
        <source>Dense perplexity %1</source>
        <translation>元モデルのパープレキシティ %1</translation>
    </message>
    <message numerus="yes">
        <source>%n windows of %1 tokens, %2</source>
        <translation>
            <numerusform>%1 トークンの窓 %n 個、%2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::StartDialog</name>
    <message>
        <source>none; export later</source>
        <translation>なし（後で書き出す）</translation>
    </message>
    <message>
        <source>%1 (%2, %3)</source>
        <translation>%1 (%2, %3)</translation>
    </message>
    <message>
        <source>%1, %2 smaller</source>
        <translation>%1、%2 縮小</translation>
    </message>
    <message>
        <source>Something is missing; see above.</source>
        <translation>不足している項目があります。上をご覧ください。</translation>
    </message>
    <message>
        <source>Memory does not suffice; choose to run anyway.</source>
        <translation>メモリが足りません。それでも実行する場合は、その選択をしてください。</translation>
    </message>
    <message>
        <source>Device: %1</source>
        <translation>デバイス：%1</translation>
    </message>
    <message>
        <source>Iterations: %1 of %2 × %3 tokens</source>
        <translation>反復：%1 回、各 %2 × %3 トークン</translation>
    </message>
    <message>
        <source>Criterion: %1</source>
        <translation>評価基準：%1</translation>
    </message>
    <message>
        <source>Budget: %1</source>
        <translation>予算：%1</translation>
    </message>
    <message>
        <source>Result: %1</source>
        <translation>結果：%1</translation>
    </message>
    <message>
        <source>Start run</source>
        <translation>実行を開始</translation>
    </message>
    <message>
        <source>Start this run?</source>
        <translation>この実行を開始しますか？</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>sentei::ui::StatusLine</name>
    <message numerus="yes">
        <source>CPU · %n cores · %1 memory</source>
        <translation>
            <numerusform>CPU · %n コア · メモリ %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Basic</source>
        <translation>基本</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>How many settings are shown</source>
        <translation>表示する設定の多さ</translation>
    </message>
</context>
<context>
    <name>sentei::ui::TensorTreeModel</name>
    <message>
        <source>Tensor</source>
        <translation>テンソル</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
</context>
<context>
    <name>sentei::ui::TokenView</name>
    <message>
        <source>Token %1 · “%2” · id %3</source>
        <translation>トークン %1 · 「%2」 · id %3</translation>
    </message>
    <message>
        <source> · bytes of a character</source>
        <translation> · 文字を構成するバイト</translation>
    </message>
    <message>
        <source> · special</source>
        <translation> · 特殊</translation>
    </message>
    <message>
        <source> · differs</source>
        <translation> · 相違</translation>
    </message>
</context>
<context>
    <name>sentei::ui::ValuesPanel</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>環境</translation>
    </message>
    <message>
        <source>Only differences</source>
        <translation>相違のみ</translation>
    </message>
    <message>
        <source>Runs as rows</source>
        <translation>実行を行に表示</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>表をコピー</translation>
    </message>
    <message>
        <source>%1 of %2 differ</source>
        <translation>%2 件中 %1 件が相違</translation>
    </message>
    <message>
        <source>Choose runs in the table to see what differs.</source>
        <translation>相違を見るには、表で実行を選択してください。</translation>
    </message>
    <message>
        <source>The chosen runs have the same settings.</source>
        <translation>選択した実行の設定は同じです。</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n line(s).</source>
        <translation>
            <numerusform>%n 行をコピーしました。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::WelcomePage</name>
    <message>
        <source>Welcome</source>
        <translation>ようこそ</translation>
    </message>
    <message>
        <source>Sentei uses no network: it opens what is on this computer.</source>
        <translation>Sentei はネットワークを使わず、このコンピューターにあるものを開きます。</translation>
    </message>
    <message>
        <source>Sentei</source>
        <translation>Sentei</translation>
    </message>
    <message>
        <source>Make a language model smaller, and know what it cost.</source>
        <translation>言語モデルを小さくし、その代償を知る。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::WelcomeRecent</name>
    <message>
        <source>Recent models</source>
        <translation>最近使ったモデル</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>一覧を消去</translation>
    </message>
    <message>
        <source>No models opened yet. Try the demo, or drop one into this window.</source>
        <translation>まだモデルを開いていません。デモを試すか、このウィンドウにモデルをドロップしてください。</translation>
    </message>
</context>
<context>
    <name>sentei::ui::WelcomeRecovery</name>
    <message numerus="yes">
        <source>%n more interrupted run(s) are on the Compare page</source>
        <translation>
            <numerusform>中断した実行が比較ページにあと %n 件あります</numerusform>
        </translation>
    </message>
    <message>
        <source>Iteration %1 of %2.</source>
        <translation>反復 %1 / %2。</translation>
    </message>
    <message numerus="yes">
        <source>The last checkpoint is from iteration %1; resuming repeats %n iteration(s).</source>
        <translation>
            <numerusform>最後のチェックポイントは反復 %1 のものです。再開すると %n 回の反復をやり直します。</numerusform>
        </translation>
    </message>
    <message>
        <source>It had no checkpoint yet and cannot be resumed.</source>
        <translation>チェックポイントがまだなかったため、再開できません。</translation>
    </message>
    <message>
        <source>“%1” stopped when the program ended unexpectedly</source>
        <translation>プログラムが予期せず終了したため、「%1」は停止しました</translation>
    </message>
    <message>
        <source>Open log</source>
        <translation>ログを開く</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>破棄…</translation>
    </message>
    <message>
        <source>Resume from %1</source>
        <translation>%1 から再開</translation>
    </message>
    <message>
        <source>Move “%1” to the trash?</source>
        <translation>「%1」をゴミ箱に移動しますか？</translation>
    </message>
    <message>
        <source>Its checkpoints stay until the trash is emptied, on the Compare page.</source>
        <translation>チェックポイントは、比較ページでゴミ箱を空にするまで残ります。</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>ゴミ箱に移動</translation>
    </message>
    <message>
        <source>“%1” waits for you to go on with it</source>
        <translation>“%1” は再開を待っています</translation>
    </message>
    <message>
        <source>A budget was being edited when the program ended unexpectedly</source>
        <translation>予算の編集中にプログラムが予期せず終了しました</translation>
    </message>
    <message>
        <source>It was for %1.</source>
        <translation>対象のモデル：%1</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>破棄</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>復元</translation>
    </message>
</context>
<context>
    <name>sentei::ui::WelcomeStart</name>
    <message>
        <source>Start</source>
        <translation>はじめる</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>このコンピューター</translation>
    </message>
    <message>
        <source>Drop a model, text file or job anywhere in this window</source>
        <translation>モデル、テキストファイル、ジョブをこのウィンドウの好きな場所にドロップしてください</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>デモを試す</translation>
    </message>
    <message>
        <source>SmolLM2-135M-Instruct, on this computer already</source>
        <translation>SmolLM2-135M-Instruct（このコンピューターに用意済み）</translation>
    </message>
    <message>
        <source>Open model…</source>
        <translation>モデルを開く…</translation>
    </message>
    <message>
        <source>Folder, .safetensors, .gguf or index file</source>
        <translation>フォルダー、.safetensors、.gguf、またはインデックスファイル</translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation>Ctrl+O キー</translation>
    </message>
    <message>
        <source>From Hugging Face cache…</source>
        <translation>Hugging Face キャッシュから…</translation>
    </message>
    <message>
        <source>Looking for models on this computer</source>
        <translation>このコンピューターのモデルを探しています</translation>
    </message>
    <message>
        <source>No models of it on this computer</source>
        <translation>このコンピューターにはありません</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) found on this computer</source>
        <translation>
            <numerusform>このコンピューターに %n 個のモデルが見つかりました</numerusform>
        </translation>
    </message>
    <message>
        <source>Open job…</source>
        <translation>ジョブを開く…</translation>
    </message>
    <message>
        <source>Model, texts, budget and settings</source>
        <translation>モデル、テキスト、予算、設定</translation>
    </message>
    <message>
        <source>Ctrl+Shift+O</source>
        <translation>Ctrl+Shift+O キー</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n core(s)</source>
        <translation>
            <numerusform>%1、%n コア</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 memory free</source>
        <translation>メモリの空き %1 / %2</translation>
    </message>
    <message>
        <source>%1 free for checkpoints and exports</source>
        <translation>チェックポイントと書き出しに使える空き %1</translation>
    </message>
</context>
<context>
    <name>sentei::ui::WindowActions</name>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open model file…</source>
        <translation>モデルファイルを開く(&amp;O)…</translation>
    </message>
    <message>
        <source>Open model &amp;folder…</source>
        <translation>モデルフォルダーを開く(&amp;F)…</translation>
    </message>
    <message>
        <source>Open the &amp;demo model</source>
        <translation>デモモデルを開く(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Recent models</source>
        <translation>最近使ったモデル(&amp;R)</translation>
    </message>
    <message>
        <source>Open &amp;job file…</source>
        <translation>ジョブファイルを開く(&amp;J)…</translation>
    </message>
    <message>
        <source>&amp;Save job file…</source>
        <translation>ジョブファイルを保存(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>書き出し(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>No models opened yet</source>
        <translation>まだモデルを開いていません</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>一覧を消去</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編集(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>やり直す(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>元に戻す(&amp;U)：%1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>やり直す(&amp;R)：%1</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>フィルター(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>設定(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>ようこそ</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>ログ(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Read again from disk</source>
        <translation>ディスクから再読み込み(&amp;R)</translation>
    </message>
    <message>
        <source>Reset the &amp;layout</source>
        <translation>レイアウトをリセット(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>実行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Run…</source>
        <translation>実行(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Pause or continue</source>
        <translation>一時停止または続行(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Checkpoint now</source>
        <translation>今すぐチェックポイントを保存(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Help for this page</source>
        <translation>このページのヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation>キーボード(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Sentei</source>
        <translation>Sentei について(&amp;A)</translation>
    </message>
    <message>
        <source>Plot: fill the screen, and back</source>
        <translation>グラフ：全画面表示の切り替え</translation>
    </message>
    <message>
        <source>Map: move the cursor</source>
        <translation>マップ：カーソルの移動</translation>
    </message>
    <message>
        <source>Map: enlarge, reduce, show all</source>
        <translation>マップ：拡大・縮小・全体表示</translation>
    </message>
    <message>
        <source>Map of the budget: protect the unit</source>
        <translation>予算のマップ：ユニットを保護</translation>
    </message>
    <message>
        <source>Map of the budget: prune the unit</source>
        <translation>予算のマップ：ユニットを枝刈り</translation>
    </message>
    <message>
        <source>Map: copy the value</source>
        <translation>マップ：値をコピー</translation>
    </message>
</context>
<context>
    <name>sentei::ui::WindowCommandSet</name>
    <message>
        <source>Open model</source>
        <translation>モデルを開く</translation>
    </message>
    <message>
        <source>Models (*.gguf *.safetensors config.json *.index.json);;All files (*)</source>
        <translation>モデル (*.gguf *.safetensors config.json *.index.json);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Open model folder</source>
        <translation>モデルフォルダーを開く</translation>
    </message>
    <message>
        <source>Open job file</source>
        <translation>ジョブファイルを開く</translation>
    </message>
    <message>
        <source>Job files (*.json)</source>
        <translation>ジョブファイル (*.json)</translation>
    </message>
    <message>
        <source>Save job file</source>
        <translation>ジョブファイルを保存</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 を保存しました</translation>
    </message>
</context>
<context>
    <name>sentei::ui::Workspace</name>
    <message>
        <source>Open job</source>
        <translation>ジョブを開く</translation>
    </message>
</context>
<context>
    <name>sentei::viz::BarPlot</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Bar</source>
        <translation>棒</translation>
    </message>
    <message>
        <source>%1, dense</source>
        <translation>%1、元モデル</translation>
    </message>
    <message>
        <source>total %1</source>
        <translation>合計 %1</translation>
    </message>
    <message>
        <source>total</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>total, dense</source>
        <translation>合計、元モデル</translation>
    </message>
</context>
<context>
    <name>sentei::viz::CurvePlot</name>
    <message>
        <source>%1, smoothed %2</source>
        <translation>%1、平滑化 %2</translation>
    </message>
    <message>
        <source>smoothed %1</source>
        <translation>平滑化 %1</translation>
    </message>
</context>
<context>
    <name>sentei::viz::HeatMap</name>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Criterion %1, iteration %2</source>
        <translation>評価基準 %1、反復 %2</translation>
    </message>
    <message>
        <source>Criterion %1</source>
        <translation>評価基準 %1</translation>
    </message>
    <message>
        <source>difference, symmetric scale</source>
        <translation>差、対称スケール</translation>
    </message>
    <message>
        <source>logarithmic scale</source>
        <translation>対数スケール</translation>
    </message>
    <message>
        <source>linear scale</source>
        <translation>線形スケール</translation>
    </message>
    <message>
        <source>%1 from %2 to %3, 1st to 99th percentile, %4</source>
        <translation>%1、%2～%3、1～99 パーセンタイル、%4</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>per frame</source>
        <translation>フレームごと</translation>
    </message>
    <message>
        <source>Channels by falling importance, maximum per pixel</source>
        <translation>チャネルは重要度の降順、ピクセルごとの最大値</translation>
    </message>
    <message>
        <source>Channels by index, maximum per pixel</source>
        <translation>チャネルは番号順、ピクセルごとの最大値</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>チャネル</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>ヘッド</translation>
    </message>
    <message>
        <source>Importance</source>
        <translation>重要度</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>planned</source>
        <translation>予定</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>枝刈り済み</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>層 %1</translation>
    </message>
    <message>
        <source>KV group %1 · heads %2–%3</source>
        <translation>KV グループ %1 · ヘッド %2–%3</translation>
    </message>
    <message>
        <source>head %1</source>
        <translation>ヘッド %1</translation>
    </message>
    <message>
        <source>channel %1</source>
        <translation>チャネル %1</translation>
    </message>
    <message>
        <source>places %1–%2, channel %3</source>
        <translation>順位 %1–%2、チャネル %3</translation>
    </message>
    <message>
        <source>channels %1–%2</source>
        <translation>チャネル %1–%2</translation>
    </message>
    <message>
        <source>importance %1</source>
        <translation>重要度 %1</translation>
    </message>
    <message>
        <source>largest importance %1</source>
        <translation>最大の重要度 %1</translation>
    </message>
    <message>
        <source>%1, rank %2 of %3</source>
        <translation>%1、%3 中 %2 位</translation>
    </message>
    <message>
        <source>planned to be pruned</source>
        <translation>枝刈り予定</translation>
    </message>
    <message>
        <source>not scored</source>
        <translation>未評価</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>difference %1</source>
        <translation>差 %1</translation>
    </message>
    <message>
        <source>largest difference %1</source>
        <translation>最大の差 %1</translation>
    </message>
</context>
<context>
    <name>sentei::viz::HeatMapControls</name>
    <message>
        <source>Sorted</source>
        <translation>重要度順</translation>
    </message>
    <message>
        <source>By index</source>
        <translation>番号順</translation>
    </message>
    <message>
        <source>Order of the channels</source>
        <translation>チャネルの順序</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>線形</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>対数</translation>
    </message>
    <message>
        <source>Scale of the colours</source>
        <translation>色のスケール</translation>
    </message>
    <message>
        <source>Colour scale locked</source>
        <translation>色のスケールを固定</translation>
    </message>
    <message>
        <source>Colour scale follows every frame</source>
        <translation>色のスケールをフレームごとに調整</translation>
    </message>
</context>
<context>
    <name>sentei::viz::ParallelPlot</name>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1～%2</translation>
    </message>
    <message>
        <source>no filter</source>
        <translation>フィルターなし</translation>
    </message>
    <message>
        <source>%1 of %2 runs in range</source>
        <translation>%2 件中 %1 件の実行が範囲内</translation>
    </message>
    <message>
        <source>Flip axis</source>
        <translation>軸を反転</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>対数</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>フィルターを解除</translation>
    </message>
</context>
<context>
    <name>sentei::viz::PlotPanel</name>
    <message>
        <source>PNG image (*.png)</source>
        <translation>PNG 画像 (*.png)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF 文書 (*.pdf)</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>カンマ区切り値 (*.csv)</translation>
    </message>
    <message>
        <source>Copied the image.</source>
        <translation>画像をコピーしました。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 を保存しました</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>保存できませんでした：%1</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>表で表示</translation>
    </message>
    <message>
        <source>Copy and save</source>
        <translation>コピーと保存</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>画像をコピー</translation>
    </message>
    <message>
        <source>Save PNG…</source>
        <translation>PNG を保存…</translation>
    </message>
    <message>
        <source>Save PDF…</source>
        <translation>PDF を保存…</translation>
    </message>
    <message>
        <source>Save CSV…</source>
        <translation>CSV を保存…</translation>
    </message>
    <message>
        <source>The plot fills the screen. F11 brings it back.</source>
        <translation>グラフを全画面で表示しています。F11 で元に戻ります。</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全画面表示</translation>
    </message>
</context>
<context>
    <name>sentei::viz::ScatterPlot</name>
    <message>
        <source>on the Pareto front</source>
        <translation>パレートフロント上</translation>
    </message>
    <message>
        <source>dominated</source>
        <translation>劣解</translation>
    </message>
    <message>
        <source>line: Pareto front</source>
        <translation>線：パレートフロント</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>はい</translation>
    </message>
    <message>
        <source>no</source>
        <translation>いいえ</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>On the Pareto front</source>
        <translation>パレートフロント上</translation>
    </message>
</context>
</TS>
