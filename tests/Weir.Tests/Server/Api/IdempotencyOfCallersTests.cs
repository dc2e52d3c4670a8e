using System.Net.Http.Json;
using System.Text.Json;
using Weir.Server.Api;
using Xunit;

namespace Weir.Tests.Server.Api;

public sealed class IdempotencyOfCallersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_key_of_two_callers_is_two_requests()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        using var first = server.ClientWith(server.KeyOf("analyst"));
        using var second = server.ClientWith(server.KeyOf("check"));
        var (mine, again, his) = (await Object(first), await Object(first), await Object(second));
        Assert.Equal(mine, again);
        Assert.NotEqual(mine, his);
    }

    [Theory]
    [InlineData("/jobs")]
    [InlineData("/drift")]
    public async Task A_cursor_that_is_none_begins_at_the_beginning(string page)
    {
        await using var server = await ServerUnderTest.StartWithStore();
        foreach (var cursor in (string[])["abc", "-1", "99999999999999999999", "%00"])
            Assert.Equal(200, (int)(await server.Client.GetAsync($"{page}?cursor={cursor}", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("/v1/feeds")]
    [InlineData("/v1/models/v1/promote")]
    public async Task An_unknown_charset_is_refused_with_a_sentence(string path)
    {
        await using var server = await ServerUnderTest.StartWithStore();
        using var content = new StringContent("{}");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json;charset=bogus");
        var answer = await server.Client.PostAsync(path, content, Ct);
        Assert.Equal((415, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    private static async Task<string> Object(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/appeals") { Content = JsonContent.Create(new { subject = "http://good.example/", reason = "It is mine." }) };
        request.Headers.Add(Idempotency.Header, "1");
        using var answer = await client.SendAsync(request, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetRawText();
    }
}
