using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Weir.Evidence.Http;

namespace Weir.Pipeline.Collecting;

/// <summary>What the main machine said: the number of the batch that it expects next, or why it took nothing.</summary>
public sealed record MainAnswer(long Expected, string? Fault = null);

/// <summary>The door to the main machine.</summary>
public interface IMainMachine
{
    /// <summary>Sends a batch; number 0 without rows asks which batch is expected.</summary>
    public Task<MainAnswer> SendAsync(string outbox, long number, byte[] lines, CancellationToken ct);
}

/// <summary>The main machine over HTTP.</summary>
public sealed class MainMachine(CollectorSettings settings, GuardedHttp http) : IMainMachine
{
    /// <summary>The header that carries the number of the batch.</summary>
    public const string BatchHeader = "Weir-Batch";

    /// <summary>The header that carries the name of the outbox.</summary>
    public const string OutboxHeader = "Weir-Outbox";

    private const int MaxAnswerBytes = 64 * 1024;

    private readonly Uri _address = new(settings.Main!.AbsoluteUri.TrimEnd('/') + $"/v1/collectors/{settings.Name}/observations");

    /// <inheritdoc/>
    public async Task<MainAnswer> SendAsync(string outbox, long number, byte[] lines, CancellationToken ct)
    {
        using var body = new ByteArrayContent(lines);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var answer = await http.SendAsync(new GuardedRequest
        {
            Address = _address,
            IsConfigured = true,
            Method = HttpMethod.Post,
            Headers = [(OutboxHeader, outbox), (BatchHeader, number.ToString(CultureInfo.InvariantCulture))],
            SecretHeaders = [("Authorization", "Bearer " + settings.Key)],
            Body = body,
            MaxBytes = MaxAnswerBytes,
            MaxHops = 0,
            Timeout = TimeSpan.FromSeconds(60),
        }, ct);
        if (answer.Fault is not null) return new MainAnswer(0, answer.Fault + ".");
        return answer.Status switch
        {
            HttpStatusCode.OK or HttpStatusCode.Conflict => await ReadAsync(answer, ct),
            HttpStatusCode.Unauthorized => new MainAnswer(0, $"The main machine does not know the key of the collector {settings.Name}; set the same Collector key on both machines."),
            var status => new MainAnswer(0, string.Create(CultureInfo.InvariantCulture, $"The main machine at {GuardedHttp.Shown(_address)} answered {(int)status}.")),
        };
    }

    private async Task<MainAnswer> ReadAsync(GuardedAnswer answer, CancellationToken ct)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(answer.Body, cancellationToken: ct);
            if (json.RootElement.TryGetProperty("expected", out var expected) && expected.TryGetInt64(out var number) && number > 0) return new MainAnswer(number);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or IOException)
        {
            // Told below: whatever answered is no Weir.
        }

        return new MainAnswer(0, $"{GuardedHttp.Shown(_address)} does not answer as the main machine of a collector does.");
    }
}
