// The precompiled header of the tests: the one of everything, and GoogleTest.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/pch/pch.h"
