using System.Net;
using System.Text.RegularExpressions;
using Weir.Server.Security;

namespace Weir.Tests.Server;

/// <summary>Somebody with a browser at a server: keeps cookies, asks for pages, sends forms from where it read them.</summary>
internal sealed partial class BrowserLike : IDisposable
{
    /// <summary>A password that is good enough.</summary>
    public const string Password = "correct horse battery";

    private readonly SocketsHttpHandler _handler = new() { CookieContainer = new CookieContainer(), AllowAutoRedirect = true };

    public BrowserLike(ServerUnderTest server)
    {
        Client = new HttpClient(_handler) { BaseAddress = server.Anonymous.BaseAddress };
        Client.DefaultRequestHeaders.Add("Accept", "text/html");
        Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
    }

    public HttpClient Client { get; }

    /// <summary>What it keeps.</summary>
    public CookieCollection Cookies => _handler.CookieContainer.GetAllCookies();

    /// <summary>The address at which the last answer stood.</summary>
    public string At { get; private set; } = "";

    /// <summary>Makes an account and logs it in.</summary>
    public static async Task<BrowserLike> Of(ServerUnderTest server, string role, string tenant = "main")
    {
        server.Store.Tenants.Add(tenant, null, "test");
        var name = $"{role}-{Guid.NewGuid():N}";
        if (Accounts.Add(server.Store, name, role, tenant, Password, "test") is { } fault) throw new InvalidOperationException(fault);
        var browser = new BrowserLike(server);
        await browser.Send("/login", "login", ("name", name), ("password", Password));
        return browser;
    }

    public async Task<string> Open(string path) => await Read(await Client.GetAsync(path));

    /// <summary>Fills in a form of a page, and gives back the page that follows.</summary>
    public async Task<string> Send(string path, string form, params (string Name, string Value)[] fields) => await SendShown(await Open(path), path, form, fields);

    /// <summary>The same with a page that was read before.</summary>
    public async Task<string> SendShown(string page, string path, string form, params (string Name, string Value)[] fields)
    {
        var all = fields.Select(field => KeyValuePair.Create(field.Name, field.Value))
            .Append(KeyValuePair.Create("_handler", form)).Append(KeyValuePair.Create("__RequestVerificationToken", Hidden(page, "__RequestVerificationToken")));
        return await Read(await Client.PostAsync(path, new FormUrlEncodedContent(all)));
    }

    /// <summary>The value of a hidden field.</summary>
    public static string Hidden(string page, string name) =>
        WebUtility.HtmlDecode(Field().Matches(page).FirstOrDefault(match => match.Groups[1].Value == name)?.Groups[2].Value ?? throw new InvalidOperationException($"the page has no field {name}: {page}"));

    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
    }

    private async Task<string> Read(HttpResponseMessage answer)
    {
        At = answer.RequestMessage!.RequestUri!.PathAndQuery;
        var text = await answer.Content.ReadAsStringAsync();
        answer.Dispose();
        return text;
    }

    [GeneratedRegex("name=\"([A-Za-z_]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Field();
}
