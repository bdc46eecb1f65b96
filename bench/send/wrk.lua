-- Sends one body to one bot after the other. Prints one line of JSON with microseconds.
local file = assert(io.open(os.getenv('BENCH_BODY'), 'rb'))
local body = file:read('*a')
file:close()

local headers = { ['content-type'] = 'application/json' }
local authorization = os.getenv('BENCH_AUTHORIZATION')
if authorization then headers['authorization'] = authorization end

local requests = {}
function init()
  for botId in string.gmatch(os.getenv('BENCH_BOTS'), '%S+') do
    requests[#requests + 1] = wrk.format('POST', '/api/v1/bots/' .. botId .. '/messages', headers, body)
  end
end

local sent = 0
function request()
  sent = sent + 1
  return requests[(sent - 1) % #requests + 1]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"wrong":%d,"failed":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
