using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Weir.Pipeline.Tracking;

/// <summary>Calls the REST API 2.0 of an MLflow server; every failure is a <see cref="MlflowFault"/> with a sentence and without secrets.</summary>
internal sealed class MlflowConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int MostAnswer = 4 << 20;
    private const int MostFault = 4096;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly MlflowSettings _settings;
    private readonly TimeProvider _time;
    private readonly string _root;

    public MlflowConnection(MlflowSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _root = settings.Address!.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/api/2.0/";
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Weir", "1"));
        if (settings.Token is { } token) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        else if (settings.Username is { } user)
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{settings.Password}")));
    }

    /// <summary>Asks for something; the query is name, value, name, value…</summary>
    public Task<JsonElement> Get(string path, CancellationToken ct, params IReadOnlyList<string> query)
    {
        var pairs = query.Chunk(2).Select(pair => $"{pair[0]}={Uri.EscapeDataString(pair[1])}");
        return Call(HttpMethod.Get, $"mlflow/{path}?{string.Join('&', pairs)}", null, ct);
    }

    /// <summary>Has something done.</summary>
    public Task<JsonElement> Post(string path, object body, CancellationToken ct) => Call(HttpMethod.Post, "mlflow/" + path, Json(body), ct);

    /// <summary>Has something taken away.</summary>
    public Task<JsonElement> Delete(string path, object body, CancellationToken ct) => Call(HttpMethod.Delete, "mlflow/" + path, Json(body), ct);

    /// <summary>Uploads a file through the artifact proxy; the path is relative to the root of the artifacts.</summary>
    public Task Put(string path, byte[] content, CancellationToken ct)
    {
        var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return Call(HttpMethod.Put, "mlflow-artifacts/artifacts/" + escaped, body, ct);
    }

    public void Dispose() => _client.Dispose();

    private static ByteArrayContent Json(object body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<JsonElement> Call(HttpMethod method, string path, HttpContent? body, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(method, _root + path) { Content = body };
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var text = await Text(answer, both.Token);
            return answer.IsSuccessStatusCode ? Parsed(text) : throw Refusal(answer, path.Split('?')[0], text);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new MlflowFault($"{Server} cannot be told: {_settings.Mask.Masked(HttpFault.Why(fault))}.");
        }
    }

    private string Server => $"MLflow at {HttpFault.Shown(_settings.Address!)}";

    private static async Task<byte[]> Text(HttpResponseMessage answer, CancellationToken ct)
    {
        var most = answer.IsSuccessStatusCode ? MostAnswer : MostFault;
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        using var kept = new MemoryStream();
        var buffer = new byte[8192];
        for (int count; kept.Length < most && (count = await stream.ReadAsync(buffer, ct)) > 0;) kept.Write(buffer, 0, count);
        return kept.ToArray();
    }

    private JsonElement Parsed(byte[] text)
    {
        try
        {
            return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            throw new MlflowFault($"{Server} answered what is no JSON; check that Mlflow:Uri (MLFLOW_TRACKING_URI) is an MLflow server.");
        }
    }

    private MlflowFault Refusal(HttpResponseMessage answer, string path, byte[] text)
    {
        var code = (int)answer.StatusCode;
        var (name, said) = Error(text);
        var what = $"{Server} answered {code} to {path}{(said.Length > 0 ? $" ({HttpFault.Echo(_settings.Mask.Masked(said))})" : "")}";
        var isFinal = code is >= 400 and < 500 and not (401 or 403 or 408 or 425 or 429);
        var meaning = code switch
        {
            401 or 403 => "check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN",
            429 => "it is asked too much at once",
            >= 500 or 408 or 425 => "it has trouble",
            >= 300 and < 400 => "it moved; set its new address as Mlflow:Uri (MLFLOW_TRACKING_URI)",
            404 when name.Length == 0 => "it does not know this call; check that Mlflow:Uri (MLFLOW_TRACKING_URI) is an MLflow server of version 2.3 or later",
            _ => "it does not take this",
        };
        return new MlflowFault($"{what}: {meaning}.", name, isFinal, HttpFault.RetryAfter(answer, _time.GetUtcNow()));
    }

    private static (string Name, string Said) Error(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } error
                ? (Field(error, "error_code"), Field(error, "message")) : ("", "");
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    private static string Field(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
