using System.Net;
using Xunit;

namespace Weir.Tests.Server.Appeals;

public sealed class AppealDraftTests
{
    [Theory]
    [InlineData("-9")]
    [InlineData("0")]
    [InlineData("abc")]
    [InlineData("1e9")]
    [InlineData("99999999999999999999")]
    public async Task A_verdict_that_is_no_number_of_one_is_a_fault(string verdict)
    {
        await using var server = await ServerUnderTest.Start();
        var refused = await server.Post("/v1/appeals", $$"""{"subject":"http://bad.example/","reason":"It is mine.","verdict":"{{verdict}}"}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("verdict", (await server.Json(refused)).GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/v1/appeals", """{"subject":"http://bad.example/","reason":"It is mine.","verdict":"3764975417574817851"}""")).StatusCode);
    }
}
