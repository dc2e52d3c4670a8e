using System.Net.Http.Headers;
using System.Text;

namespace Weir.Pipeline.Alerts;

/// <summary>Posts JSON to a webhook and turns whatever comes back into a delivery. The address is a secret: only its host is ever named.</summary>
internal sealed class WebhookPost(HttpClient client, Uri address, string setting, SecretMask mask, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private const int MostAnswer = 2048;

    // Connectors of Teams answer 200 although the message was dropped, and tell it in the body.
    private const string HiddenFailure = "HTTP error ";

    public async Task<Delivery> SendAsync(byte[] body, IReadOnlyDictionary<string, string> headers, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var request = Request(body, headers);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return Read(answer, await Text(answer, both.Token));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new Delivery(DeliveryOutcome.Later, $"{Receiver} cannot be told: {mask.Masked(HttpFault.Why(fault))}.");
        }
    }

    private string Receiver => $"{setting} at {HttpFault.Shown(address)}";

    private HttpRequestMessage Request(byte[] body, IReadOnlyDictionary<string, string> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Weir", "1"));
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return request;
    }

    private Delivery Read(HttpResponseMessage answer, string text)
    {
        var code = (int)answer.StatusCode;
        var hidden = answer.IsSuccessStatusCode ? text.IndexOf(HiddenFailure, StringComparison.Ordinal) : -1;
        if (hidden >= 0 && int.TryParse(text.AsSpan(hidden + HiddenFailure.Length, Math.Min(3, text.Length - hidden - HiddenFailure.Length)), out var told)) code = told;
        else if (answer.IsSuccessStatusCode) return Delivery.Sent;
        var said = HttpFault.Echo(mask.Masked(text));
        var what = $"{Receiver} answered {code}{(said.Length > 0 ? $" ({said})" : "")}";
        return new Delivery(IsRefusal(code) ? DeliveryOutcome.Refused : DeliveryOutcome.Later, $"{what}: {Meaning(code)}.", HttpFault.RetryAfter(answer, time.GetUtcNow()));
    }

    private static bool IsRefusal(int code) => code is >= 400 and < 500 and not (401 or 403 or 404 or 408 or 410 or 425 or 429);

    private string Meaning(int code) => code switch
    {
        429 => "it is told too much at once and gets the rest later",
        401 or 403 or 404 or 410 => $"the address is no longer valid; make a new one there and set Alerts:{setting}:Url",
        >= 300 and < 400 => $"it moved to another address; set that as Alerts:{setting}:Url",
        >= 500 or 408 or 425 => "its server has trouble",
        _ => "it does not understand the message; check that Alerts:" + setting + ":Url leads to the right kind of receiver",
    };

    private static async Task<string> Text(HttpResponseMessage answer, CancellationToken ct)
    {
        var buffer = new byte[MostAnswer];
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }
}
