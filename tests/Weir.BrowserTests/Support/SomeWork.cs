using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Weir.BrowserTests.Support;

/// <summary>What only a running server can make: jobs that are done or wait, and objections that are open or settled.</summary>
internal static class SomeWork
{
    private const int MostLooks = 400;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes it by the API; gives back the address of the page of an objection.</summary>
    public static async Task<string> Make(HttpClient client)
    {
        var rows = Enumerable.Range(0, 300).Select(i => $"{i},https://paypal-login{i}.example/verify,mail {i}\n");
        await Upload(client, "march.csv", "id,url,note\n" + string.Concat(rows), starts: true);
        await Upload(client, SomeWorld.Hostile + ".csv", "id;url\n\"" + SomeWorld.Hostile.Replace("\"", "\"\"", StringComparison.Ordinal) + "\";http://bad.example/<script>alert(1)</script>\n2;=1+1\n3;http://b.example/\u202Egnp.exe\n", starts: true);
        await Upload(client, "waiting.csv", "name,link\nanna,http://a.example/\n", starts: false);
        foreach (var job in (int[])[1, 2]) await Until(client, job);
        var page = await Object(client, "http://shop.example/login", "It is our own shop.");
        await Object(client, "http://bad.example/" + SomeWorld.Hostile, SomeWorld.Hostile);
        await Object(client, "https://paypal-login7.example/verify", "I know them.");
        await Expect(await client.PostAsJsonAsync("/v1/appeals/cases/3/settle", new { outcome = "upheld", reason = "It asks for passwords. " + SomeWorld.Hostile }));
        return page;
    }

    private static async Task Upload(HttpClient client, string name, string text, bool starts)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        await Expect(await client.PostAsync($"/v1/jobs?name={Uri.EscapeDataString(name)}&start={(starts ? "true" : "false")}", content));
    }

    private static async Task Until(HttpClient client, int job)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            if ((await client.GetFromJsonAsync<JsonElement>($"/v1/jobs/{job}")).GetProperty("state").GetString() is "done" or "failed") return;
            await Task.Delay(Look);
        }
    }

    private static async Task<string> Object(HttpClient client, string subject, string reason)
    {
        var answer = await Expect(await client.PostAsJsonAsync("/v1/appeals", new { subject, reason, contact = "anna@example.com" }));
        return "/appeals/" + answer.GetProperty("id").GetString();
    }

    private static async Task<JsonElement> Expect(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri} answers {(int)answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
