using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server;
using Weir.Storage;
using Weir.Tests.Support;

namespace Weir.Tests.Server.Api;

/// <summary>A bare server with the endpoints that a test maps, and a store of its own.</summary>
internal sealed class ApiUnderTest : IAsyncDisposable
{
    private readonly TempDatabase _place;
    private readonly WebApplication _app;

    private ApiUnderTest(Action<IEndpointRouteBuilder> map, StoreKind kind)
    {
        _place = new TempDatabase(kind);
        Store = _place.Open(Time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSingleton<StoreDoor>(() => Store);
        _app = builder.Build();
        _app.UseRouting();
        map(_app);
    }

    public WeirStore Store { get; }

    public FakeTime Time { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public static async Task<ApiUnderTest> Start(Action<IEndpointRouteBuilder> map, StoreKind kind = StoreKind.Sqlite)
    {
        var test = new ApiUnderTest(map, kind);
        await test._app.StartAsync();
        test.Client = new HttpClient { BaseAddress = new Uri(test._app.Urls.First()) };
        return test;
    }

    public Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Store.Dispose();
        _place.Dispose();
    }
}
