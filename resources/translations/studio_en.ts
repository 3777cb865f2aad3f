<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BudgetCommands</name>
    <message numerus="yes">
        <source>Set %1 of %n layers</source>
        <translation>
            <numerusform>Set %1 of %n layer</numerusform>
            <numerusform>Set %1 of %n layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reset %n layers to the target</source>
        <translation>
            <numerusform>Reset %n layer to the target</numerusform>
            <numerusform>Reset %n layers to the target</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unlock %n layers</source>
        <translation>
            <numerusform>Unlock %n layer</numerusform>
            <numerusform>Unlock %n layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Lock %n layers</source>
        <translation>
            <numerusform>Lock %n layer</numerusform>
            <numerusform>Lock %n layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Suggested from %n curves: the loss should rise by %1 nats.</source>
        <translation>
            <numerusform>Suggested from %n curve: the loss should rise by %1 nats.</numerusform>
            <numerusform>Suggested from %n curves: the loss should rise by %1 nats.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportSubject</name>
    <message numerus="yes">
        <source>Fits: %n layers have their own widths.</source>
        <translation>
            <numerusform>Fits: %n layer has its own width.</numerusform>
            <numerusform>Fits: %n layers have their own widths.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message numerus="yes">
        <source>%n tensor(s), read only</source>
        <translation>
            <numerusform>%n tensor, read only</numerusform>
            <numerusform>%n tensors, read only</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunTrace</name>
    <message numerus="yes">
        <source>−%n attention units</source>
        <translation>
            <numerusform>−%n attention unit</numerusform>
            <numerusform>−%n attention units</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>−%n channels</source>
        <translation>
            <numerusform>−%n channel</numerusform>
            <numerusform>−%n channels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layers</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message numerus="yes">
        <source>about %n s</source>
        <translation>
            <numerusform>about %n s</numerusform>
            <numerusform>about %n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n min</source>
        <translation>
            <numerusform>about %n min</numerusform>
            <numerusform>about %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n h</source>
        <translation>
            <numerusform>about %n h</numerusform>
            <numerusform>about %n h</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::BudgetMaps</name>
    <message numerus="yes">
        <source>Reading %n tensors…</source>
        <translation>
            <numerusform>Reading %n tensor…</numerusform>
            <numerusform>Reading %n tensors…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::BudgetPage</name>
    <message numerus="yes">
        <source>edited, %n manual rows</source>
        <translation>
            <numerusform>edited, %n manual row</numerusform>
            <numerusform>edited, %n manual rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows selected</source>
        <translation>
            <numerusform>%n row selected</numerusform>
            <numerusform>%n rows selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::ComparePage</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moved %n run(s) to the trash</source>
        <translation>
            <numerusform>Moved %n run to the trash</numerusform>
            <numerusform>Moved %n runs to the trash</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::DataPage</name>
    <message numerus="yes">
        <source>%n record(s) longer than a sequence</source>
        <translation>
            <numerusform>%n record longer than a sequence</numerusform>
            <numerusform>%n records longer than a sequence</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::DataSource</name>
    <message numerus="yes">
        <source>%n sequence(s)</source>
        <translation>
            <numerusform>%n sequence</numerusform>
            <numerusform>%n sequences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n window(s)</source>
        <translation>
            <numerusform>%n window</numerusform>
            <numerusform>%n windows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::DifferencePanel</name>
    <message numerus="yes">
        <source>%n layer(s) blank: other shapes</source>
        <translation>
            <numerusform>%n layer blank: other shape</numerusform>
            <numerusform>%n layers blank: other shapes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::GenerateColumn</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::GeneratePage</name>
    <message numerus="yes">
        <source>The first %n token(s) are the same.</source>
        <translation>
            <numerusform>The first %n token is the same.</numerusform>
            <numerusform>The first %n tokens are the same.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::JobsStrip</name>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%n queued</numerusform>
            <numerusform>%n queued</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelBaseline</name>
    <message numerus="yes">
        <source>%n window(s)</source>
        <translation>
            <numerusform>%n window</numerusform>
            <numerusform>%n windows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelTensors</name>
    <message numerus="yes">
        <source>%n tensor(s) · %1 · %2</source>
        <translation>
            <numerusform>%n tensor · %1 · %2</numerusform>
            <numerusform>%n tensors · %1 · %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::ModelTokenizer</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::RunVerbs</name>
    <message numerus="yes">
        <source>Delete %n run(s) for good?</source>
        <translation>
            <numerusform>Delete %n run for good?</numerusform>
            <numerusform>Delete %n runs for good?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::SelectionRow</name>
    <message numerus="yes">
        <source>%n rows</source>
        <comment>of the table that are selected</comment>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::SensitivityData</name>
    <message numerus="yes">
        <source>%n windows of %1 tokens</source>
        <translation>
            <numerusform>%n window of %1 tokens</numerusform>
            <numerusform>%n windows of %1 tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::Sidebar</name>
    <message numerus="yes">
        <source>%n windows of %1 tokens, %2</source>
        <translation>
            <numerusform>%n window of %1 tokens, %2</numerusform>
            <numerusform>%n windows of %1 tokens, %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::StatusLine</name>
    <message numerus="yes">
        <source>CPU · %n cores · %1 memory</source>
        <translation>
            <numerusform>CPU · %n core · %1 memory</numerusform>
            <numerusform>CPU · %n cores · %1 memory</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::ValuesPanel</name>
    <message numerus="yes">
        <source>Copied %n line(s).</source>
        <translation>
            <numerusform>Copied %n line.</numerusform>
            <numerusform>Copied %n lines.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::WelcomeRecovery</name>
    <message numerus="yes">
        <source>%n more interrupted run(s) are on the Compare page</source>
        <translation>
            <numerusform>%n more interrupted run is on the Compare page</numerusform>
            <numerusform>%n more interrupted runs are on the Compare page</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The last checkpoint is from iteration %1; resuming repeats %n iteration(s).</source>
        <translation>
            <numerusform>The last checkpoint is from iteration %1; resuming repeats %n iteration.</numerusform>
            <numerusform>The last checkpoint is from iteration %1; resuming repeats %n iterations.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sentei::ui::WelcomeStart</name>
    <message numerus="yes">
        <source>%n model(s) found on this computer</source>
        <translation>
            <numerusform>%n model found on this computer</numerusform>
            <numerusform>%n models found on this computer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n core(s)</source>
        <translation>
            <numerusform>%1, %n core</numerusform>
            <numerusform>%1, %n cores</numerusform>
        </translation>
    </message>
</context>
</TS>
