// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "core/base/error.h"
#include "core/run/run_server.h"
#include "core/run/run_service.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <memory>

namespace sentei::app {
namespace {

constexpr int kFirstDescriptor = 3;  // after standard input, output and error

void RequireOpen(int descriptor) {
  const bool open = descriptor >= kFirstDescriptor && ::fcntl(descriptor, F_GETFD) >= 0;
  const bool usable = open && (::fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_RDWR;
  if (usable) return;
  throw Error(ErrorCode::kUsage,
              fmt::format("Descriptor {} is not open for reading and writing", descriptor),
              "sentei serve is started by the window, which passes one end of a socket pair.");
}

int Serve(const Context& context, int descriptor) {
  RequireOpen(descriptor);
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  const auto service = run::OpenEngine(context.Environment());
  if (!service.has_value()) {
    run::SendServeFailure(descriptor, service.error());
    return ReportFailure(service.error());
  }
  run::RunServer(*service.value(), descriptor).Serve();
  return 0;
}

}  // namespace

void AddServe(CLI::App& app, Context& context, Action& action) {
  CLI::App* command = app.add_subcommand(
      "serve", "For the window: run jobs for the process at the other end of a socket pair");
  command->group("");
  const auto descriptor = std::make_shared<int>(kFirstDescriptor);
  command->add_option("--fd", *descriptor, "Descriptor of the socket")->capture_default_str();
  command->callback([&context, &action, descriptor] {
    action = [&context, descriptor] { return Serve(context, *descriptor); };
  });
}

}  // namespace sentei::app
