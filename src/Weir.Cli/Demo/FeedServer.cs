using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Weir.Cli.Demo;

/// <summary>What a path answers: a status and a text.</summary>
internal sealed record FeedPage(string Text, string ContentType = "text/plain", int Status = 200);

/// <summary>
/// A web server on this machine that serves feeds of a made-up world. A page is made anew at each request, carries an ETag, and answers
/// 304 to who has it already.
/// </summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<FeedPage>> _pages = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private FeedServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public static async Task<FeedServer> StartAsync(CancellationToken ct)
    {
        var server = new FeedServer();
        await server._app.StartAsync(ct);
        return server;
    }

    /// <summary>From now on the path answers what the function makes; gives the full address.</summary>
    public string Serve(string path, Func<FeedPage> make)
    {
        _pages[path] = make;
        return _app.Urls.First() + path;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext http)
    {
        if (!_pages.TryGetValue(http.Request.Path, out var make))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var page = make();
        var body = Encoding.UTF8.GetBytes(page.Text);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\"";
        http.Response.StatusCode = page.Status;
        if (page.Status != StatusCodes.Status200OK) return http.Response.WriteAsync(page.Text);
        http.Response.Headers.ETag = tag;
        if (http.Request.Headers.IfNoneMatch == tag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        http.Response.ContentType = page.ContentType;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body).AsTask();
    }
}
