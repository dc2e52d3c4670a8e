using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Weir.Tests.Support;

/// <summary>A request as a server of this machine received it.</summary>
internal sealed record Received(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>What a server answers.</summary>
internal sealed record Answered(int Status, string Body = "", string? Header = null, string? Value = null)
{
    public static Answered Ok { get; } = new(200, "ok");
}

/// <summary>A real web server on this machine that keeps what it receives, in order, and answers as the test says.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookServer(WebApplication app) => _app = app;

    /// <summary>Everything that was received, in order.</summary>
    public ConcurrentQueue<Received> All { get; } = new();

    /// <summary>What is answered; ok by default.</summary>
    public Func<Received, Answered> Answer { get; set; } = _ => Answered.Ok;

    public Uri Address => new(_app.Urls.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal));

    public static async Task<WebhookServer> Start(int port = 0, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        var server = new WebhookServer(app);
        app.Run(server.Take);
        await app.StartAsync(CancellationToken.None);
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        var received = new Received(context.Request.Method, context.Request.Path.Value ?? "", context.Request.QueryString.Value ?? "", headers, body.ToArray());
        All.Enqueue(received);
        var answer = Answer(received);
        context.Response.StatusCode = answer.Status;
        if (answer.Header is not null) context.Response.Headers[answer.Header] = answer.Value;
        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }
}
