"""Calls file_info again and again through wechatpy's HTTP session, and prints calls a second and microseconds of CPU a call.

wechatpy_calls.py ENDPOINT CALLS; exits with 3 where wechatpy is not installed.
"""

import sys
import time

try:
    from wechatpy.enterprise import WeChatClient
except Exception:  # Not only an ImportError: wechatpy raises one of these where it finds no library for ciphers.
    sys.exit(3)

endpoint, calls = sys.argv[1], int(sys.argv[2])
WeChatClient.API_BASE_URL = endpoint + "/cgi-bin/"
client = WeChatClient("c1", "secret", access_token="t0")
client._http.trust_env = False  # The server is on this machine, whatever proxy the environment names.


def call(times):
    for _ in range(times):
        reply = client.post("wedrive/file_info", data={"fileid": "f1"})
        assert reply["file_info"]["fileid"] == "f1"


call(50)
start, used = time.perf_counter(), time.process_time()
call(calls)
seconds, used = time.perf_counter() - start, time.process_time() - used
print(calls / seconds, used / calls * 1e6)
