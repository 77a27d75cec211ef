#pragma once
// libcurl's setters and getters take a variable number of arguments, which Swift cannot call (and which may not be
// called through a plain prototype: on arm64 macOS such arguments travel on the stack). One inline function per type
// of argument makes them callable and keeps `long` and `curl_off_t` apart.
#include <curl/curl.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/eventfd.h>
#endif

#if LIBCURL_VERSION_NUM < 0x074400
#error "libcurl 7.68.0 or newer is needed: it is the first with curl_multi_poll"
#endif

// Parenthesised names keep clear of the type-checking macros of the same names.

static inline CURLcode wedrive_curl_set_long(CURL *easy, CURLoption option, long value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode wedrive_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode wedrive_curl_set_string(CURL *easy, CURLoption option, const char *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode wedrive_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode wedrive_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode wedrive_curl_set_write_callback(CURL *easy, curl_write_callback callback, void *context) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_WRITEFUNCTION, callback);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_WRITEDATA, context);
}

static inline CURLcode wedrive_curl_set_header_callback(CURL *easy, curl_write_callback callback, void *context) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_HEADERFUNCTION, callback);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_HEADERDATA, context);
}

static inline CURLcode wedrive_curl_set_read_callback(CURL *easy, curl_read_callback callback, void *context) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_READFUNCTION, callback);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_READDATA, context);
}

static inline CURLcode wedrive_curl_set_seek_callback(CURL *easy, curl_seek_callback callback, void *context) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_SEEKFUNCTION, callback);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_SEEKDATA, context);
}

static inline CURLcode wedrive_curl_set_socket_callback(CURL *easy, curl_opensocket_callback callback, void *context) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_OPENSOCKETDATA, context);
}

static inline CURLcode wedrive_curl_set_close_callback(CURL *easy, curl_closesocket_callback callback, void *context) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_CLOSESOCKETFUNCTION, callback);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_CLOSESOCKETDATA, context);
}

/// Called when a connection is ready and before a request is written to it.
typedef int (*wedrive_curl_before_request)(void *, char *, char *, int, int);

/// Since 7.80.0; older ones answer CURLE_UNKNOWN_OPTION.
static inline CURLcode wedrive_curl_set_request_callback(
    CURL *easy, wedrive_curl_before_request callback, void *context) {
#if LIBCURL_VERSION_NUM >= 0x075000
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_PREREQFUNCTION, callback);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_PREREQDATA, context);
#else
  (void)easy, (void)callback, (void)context;
  return CURLE_UNKNOWN_OPTION;
#endif
}

/// Lets a transfer be ended without waiting for its name resolution. Since 7.87.0.
static inline CURLcode wedrive_curl_set_quick_exit(CURL *easy, long value) {
#if LIBCURL_VERSION_NUM >= 0x075700
  return (curl_easy_setopt)(easy, CURLOPT_QUICK_EXIT, value);
#else
  (void)easy, (void)value;
  return CURLE_UNKNOWN_OPTION;
#endif
}

/// The longest a connection is used at all, in seconds. Since 7.80.0.
static inline CURLcode wedrive_curl_set_connection_lifetime(CURL *easy, long seconds) {
#if LIBCURL_VERSION_NUM >= 0x075000
  return (curl_easy_setopt)(easy, CURLOPT_MAXLIFETIME_CONN, seconds);
#else
  (void)easy, (void)seconds;
  return CURLE_UNKNOWN_OPTION;
#endif
}

/// Allows https alone, or http alone. By name since 7.85.0, by number before.
static inline CURLcode wedrive_curl_set_protocol(CURL *easy, int is_https) {
#if LIBCURL_VERSION_NUM >= 0x075500
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_PROTOCOLS_STR, is_https ? "https" : "http");
  if(code != CURLE_UNKNOWN_OPTION)
    return code;
#endif
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  return (curl_easy_setopt)(easy, CURLOPT_PROTOCOLS, (long)(is_https ? CURLPROTO_HTTPS : CURLPROTO_HTTP));
#pragma GCC diagnostic pop
}

static inline CURLcode wedrive_curl_get_long(CURL *easy, CURLINFO info, long *value) {
  return (curl_easy_getinfo)(easy, info, value);
}

/// The socket of a handle that connected only; CURL_SOCKET_BAD where it has none.
static inline CURLcode wedrive_curl_get_socket(CURL *easy, curl_socket_t *descriptor) {
  return (curl_easy_getinfo)(easy, CURLINFO_ACTIVESOCKET, descriptor);
}

/// The file of trusted authorities this libcurl was built with; NULL where it does not say. Since 7.84.0.
static inline const char *wedrive_curl_default_authorities(CURL *easy) {
  char *path = NULL;
#if LIBCURL_VERSION_NUM >= 0x075400
  if((curl_easy_getinfo)(easy, CURLINFO_CAINFO, &path) != CURLE_OK)
    path = NULL;
#else
  (void)easy;
#endif
  return path;
}

static inline const curl_version_info_data *wedrive_curl_version(void) {
  return curl_version_info(CURLVERSION_NOW);
}

static inline CURLMcode wedrive_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return (curl_multi_setopt)(multi, option, value);
}

/// Takes the next finished transfer; 0 when there is none.
static inline int wedrive_curl_multi_next_done(CURLM *multi, CURL **easy, CURLcode *result) {
  int left = 0;
  CURLMsg *message;
  while((message = curl_multi_info_read(multi, &left))) {
    if(message->msg == CURLMSG_DONE) {
      *easy = message->easy_handle;
      *result = message->data.result;
      return 1;
    }
  }
  return 0;
}

/// A socket for the address that no child process inherits.
static inline curl_socket_t wedrive_curl_open_socket(const struct curl_sockaddr *address) {
#ifdef SOCK_CLOEXEC
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
  int descriptor = socket(address->family, address->socktype, address->protocol);
  if(descriptor >= 0)
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return descriptor;
#endif
}

// Macros that Swift does not import, each in the type of the place it is used in.
static const size_t wedrive_curl_error_size = CURL_ERROR_SIZE;
static const size_t wedrive_curl_read_abort = CURL_READFUNC_ABORT;
static const int wedrive_curl_seek_ok = CURL_SEEKFUNC_OK;
static const int wedrive_curl_seek_fail = CURL_SEEKFUNC_FAIL;
static const int wedrive_curl_request_go = 0;
static const int wedrive_curl_request_abort = 1;
static const curl_socket_t wedrive_curl_no_socket = CURL_SOCKET_BAD;

/// A descriptor that can be written to make another readable, the same where there are eventfds. Neither blocks or is
/// inherited. -1 when there are none left.
static inline int wedrive_open_wake(int *readable, int *writable) {
#ifdef __linux__
  *readable = *writable = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  return *readable < 0 ? -1 : 0;
#else
  int ends[2];
  if(pipe(ends))
    return -1;
  for(int i = 0; i < 2; i++) {
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    fcntl(ends[i], F_SETFL, O_NONBLOCK);
  }
  *readable = ends[0];
  *writable = ends[1];
  return 0;
#endif
}

// glibc shows it under _GNU_SOURCE only, which a module cannot ask for.
#ifndef __APPLE__
extern int pthread_setname_np(pthread_t thread, const char *name);
#endif

/// Names the calling thread, for debuggers and `top`.
static inline void wedrive_name_thread(const char *name) {
#ifdef __APPLE__
  pthread_setname_np(name);
#else
  pthread_setname_np(pthread_self(), name);
#endif
}

/// Starts a detached thread on which all signals are blocked from its first instruction on. 0, or an error number.
static inline int wedrive_start_thread(void *(*body)(void *), void *context) {
  sigset_t all, previous;
  pthread_t thread;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &previous);
  int code = pthread_create(&thread, NULL, body, context);
  pthread_sigmask(SIG_SETMASK, &previous, NULL);
  if(!code)
    pthread_detach(thread);
  return code;
}
