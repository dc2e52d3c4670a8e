-- wrk script: POST one subject of a file a request, each thread from another place on. WEIR_URLS = file with a JSON body a line, WEIR_PATH = path,
-- WEIR_PAUSE = mean milliseconds between an answer and the next request of its connection, 0 to 1 (default 0: as fast as it goes).
local requests = {}
local at = 0
local pause = tonumber(os.getenv("WEIR_PAUSE") or "0")

function init(args)
  local path = os.getenv("WEIR_PATH") or "/v1/check"
  for body in io.lines(os.getenv("WEIR_URLS")) do
    requests[#requests + 1] = wrk.format("POST", path, { ["Content-Type"] = "application/json" }, body)
  end
  at = math.floor((tonumber(tostring({}):match("0x(%x+)"), 16) / 16) % #requests)
end

function request()
  at = at % #requests + 1
  return requests[at]
end

-- wrk asks for whole milliseconds.
if pause > 0 then
  function delay()
    return math.random() < pause and 1 or 0
  end
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
