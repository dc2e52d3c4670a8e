using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks.Http;

/// <summary>The least that an endpoint of the check's shape can do: reads the body, answers 300 bytes of JSON. What is left to Weir is measured against it.</summary>
internal static class BareServer
{
    /// <summary>The option that makes this process the server.</summary>
    public const string Option = "--bare-port";

    private const int AnswerBytes = 300;

    /// <summary>Serves until it is stopped when the option is there; false when it is not.</summary>
    public static bool Run(IReadOnlyList<string> words)
    {
        if (words.SkipWhile(word => word != Option).Skip(1).FirstOrDefault() is not { } port) return false;
        var answer = Encoding.ASCII.GetBytes("{\"text\":\"" + new string('x', AnswerBytes - 11) + "\"}");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseRouting();
        app.MapPost("/v1/check", async context =>
        {
            var body = context.Request.BodyReader;
            while (await body.ReadAsync() is var read)
            {
                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) break;
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.BodyWriter.WriteAsync(answer);
        });
        app.Run();
        return true;
    }

    /// <summary>Starts it.</summary>
    public static LoadedServer Start(Bench bench) => LoadedServer.Start(
        Environment.ProcessPath!, port => [Path.Combine(AppContext.BaseDirectory, "Weir.Benchmarks.dll"), "--root", bench.Root, Option, $"{port}"], "/", ("DOTNET_TieredPGO", "1"));
}
