// lambent-plugin-host: the plugin host as a program of its own, which becomes `bootstrap` in a package.
#include "plugin_host/plugin_host.h"

int main(int argc, char** argv) { return lambent::plugin::plugin_host_main(argc, argv); }
