-- wrk script: POST one subject of a file a request, each thread from another place on. WEIR_URLS = file with a JSON body a line, WEIR_PATH = path.
local requests = {}
local at = 0

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

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
