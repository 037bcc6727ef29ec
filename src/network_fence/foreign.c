/* What leads away from this machine. */
#include "network_fence/fence.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static int ends_with(const char* text, const char* end) {
  const size_t length = strlen(text), tail = strlen(end);
  return length >= tail && strcasecmp(text + length - tail, end) == 0;
}

static int numeric(const char* name) {
  unsigned char address[sizeof(struct in6_addr)];
  char bare[kHostLength];
  if (inet_pton(AF_INET, name, address) == 1) return 1;
  snprintf(bare, sizeof bare, "%s", name);
  bare[strcspn(bare, "%")] = '\0'; /* fe80::1%eth0 */
  return inet_pton(AF_INET6, bare, address) == 1;
}

int lambent_foreign_name(const char* name) {
  char own[kHostLength] = "";
  if (!*name || numeric(name) || strcasecmp(name, "localhost") == 0 || ends_with(name, ".localhost")) return 0;
  return gethostname(own, sizeof own - 1) != 0 || strcasecmp(name, own) != 0;
}

static int foreign_v4(struct in_addr address) {
  const uint32_t number = ntohl(address.s_addr);
  return number >> 24 != 127 && number != INADDR_ANY;
}

int lambent_foreign_address(const struct sockaddr* to, socklen_t length, char host[kHostLength], int* port) {
  if (!to) return 0;
  if (to->sa_family == AF_INET && length >= (socklen_t)sizeof(struct sockaddr_in)) {
    struct sockaddr_in v4;
    memcpy(&v4, to, sizeof v4);
    if (!foreign_v4(v4.sin_addr)) return 0;
    *port = ntohs(v4.sin_port);
    return inet_ntop(AF_INET, &v4.sin_addr, host, kHostLength) != NULL;
  }
  if (to->sa_family == AF_INET6 && length >= (socklen_t)sizeof(struct sockaddr_in6)) {
    struct sockaddr_in6 v6;
    struct in_addr mapped;
    memcpy(&v6, to, sizeof v6);
    if (IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr) || IN6_IS_ADDR_UNSPECIFIED(&v6.sin6_addr)) return 0;
    memcpy(&mapped, v6.sin6_addr.s6_addr + 12, sizeof mapped);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr) && !foreign_v4(mapped)) return 0;
    *port = ntohs(v6.sin6_port);
    return inet_ntop(AF_INET6, &v6.sin6_addr, host, kHostLength) != NULL;
  }
  return 0;
}
