/* The functions that look names up and send to addresses. */
#include "network_fence/fence.h"

#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NEXT(function)                                                            \
  static __typeof__(&function) next;                                              \
  if (!next) next = (__typeof__(&function))dlsym(RTLD_NEXT, #function)

int lambent_real_connect(int fd, const struct sockaddr* to, socklen_t length) {
  NEXT(connect);
  return next ? next(fd, to, length) : (int)syscall(SYS_connect, fd, to, length);
}

/* True, and told, if the address is foreign. */
static int refused(const struct sockaddr* to, socklen_t length) {
  char host[kHostLength];
  int port = 0;
  if (!lambent_foreign_address(to, length, host, &port)) return 0;
  lambent_tell(host, port);
  return 1;
}

static int refused_name(const char* name, const char* service) {
  if (!name || !lambent_foreign_name(name)) return 0;
  lambent_tell(name, service ? atoi(service) : 0);
  return 1;
}

LAMBENT_SHOWN int connect(int fd, const struct sockaddr* to, socklen_t length) {
  if (!refused(to, length)) return lambent_real_connect(fd, to, length);
  errno = ECONNREFUSED;
  return -1;
}

LAMBENT_SHOWN ssize_t sendto(int fd, const void* bytes, size_t size, int flags, const struct sockaddr* to, socklen_t length) {
  NEXT(sendto);
  if (to && refused(to, length)) {
    errno = ENETUNREACH;
    return -1;
  }
  return next ? next(fd, bytes, size, flags, to, length) : syscall(SYS_sendto, fd, bytes, size, flags, to, length);
}

LAMBENT_SHOWN ssize_t sendmsg(int fd, const struct msghdr* message, int flags) {
  NEXT(sendmsg);
  if (message && message->msg_name && refused(message->msg_name, message->msg_namelen)) {
    errno = ENETUNREACH;
    return -1;
  }
  return next ? next(fd, message, flags) : syscall(SYS_sendmsg, fd, message, flags);
}

LAMBENT_SHOWN int getaddrinfo(const char* restrict name, const char* restrict service, const struct addrinfo* restrict hints,
                              struct addrinfo** restrict out) {
  NEXT(getaddrinfo);
  if (!next || refused_name(name, service)) return EAI_NONAME;
  return next(name, service, hints, out);
}

LAMBENT_SHOWN struct hostent* gethostbyname(const char* name) {
  NEXT(gethostbyname);
  if (next && !refused_name(name, NULL)) return next(name);
  h_errno = HOST_NOT_FOUND;
  return NULL;
}

LAMBENT_SHOWN int gethostbyname_r(const char* restrict name, struct hostent* restrict room, char* restrict buffer, size_t size,
                                  struct hostent** restrict out, int* restrict error) {
  NEXT(gethostbyname_r);
  if (next && !refused_name(name, NULL)) return next(name, room, buffer, size, out, error);
  *out = NULL;
  *error = HOST_NOT_FOUND;
  return 0;
}
