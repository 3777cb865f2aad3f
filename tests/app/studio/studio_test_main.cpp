// SPDX-License-Identifier: Apache-2.0
#include "app/studio_application.h"

#include <gtest/gtest.h>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  sentei::app::StudioApplication application(argc, argv);
  return RUN_ALL_TESTS();
}
