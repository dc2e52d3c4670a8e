using System.Net;
using System.Text;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Tables;

/// <summary>The rows of a file beside those that a table learned from.</summary>
public sealed class FileDriftTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Shifted { get; } = "x,y,level,tld,same\n" + string.Concat(Enumerable.Range(0, 300).Select(i => FormattableString.Invariant($"{0.9 + (i % 10 / 100.0)},0.{i % 9},2,org,7\n")));

    [Fact]
    public async Task A_file_is_compared_in_three_forms_and_leaves_nothing()
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(isTrained: true);
        var (status, json) = await tables.Send(HttpMethod.Post, "/v1/tables/board/drift", Shifted);
        Assert.Equal((200, "board", 300), (status, json.GetProperty("table").GetString(), json.GetProperty("rowsNow").GetInt32()));
        Assert.True(json.GetProperty("shifted").GetInt32() >= 2);
        Assert.DoesNotContain(json.GetProperty("columns").EnumerateArray(), column => column.GetProperty("column").GetString() == "status");
        (_, json) = await tables.Send(HttpMethod.Post, "/v1/tables/board/drift", TablesUnderTest.Csv(200, 77));
        Assert.Equal(0, json.GetProperty("shifted").GetInt32());
        Assert.Contains(json.GetProperty("columns").EnumerateArray(), column => column.GetProperty("column").GetString() == "status");
        Assert.Contains("drift_status: true", await Text(tables, "application/yaml"), StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", await Text(tables, "text/html"), StringComparison.OrdinalIgnoreCase);
        using var form = new MultipartFormDataContent { { new StringContent("yaml"), "format" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(Shifted)), "file", "new.csv" } };
        using var sent = await tables.Client.PostAsync("/v1/tables/board/drift", form, Ct);
        Assert.Equal(("application/yaml", HttpStatusCode.OK), (sent.Content.Headers.ContentType!.MediaType, sent.StatusCode));
        Assert.Empty(Directory.GetFiles(Path.Combine(tables.Server.Store.DataDirectory, "uploads")));
    }

    [Theory]
    [InlineData("x,y\n1,2\n", "", 422, "does not fit the schema of the table")]
    [InlineData("x,y,level,tld,same\n", "", 422, "has no row that can be read by the schema of 'board'")]
    [InlineData("", "", 422, "is empty")]
    [InlineData("x,y,level,tld,same\n1,2,3,com,7\n", "?format=pdf", 400, "json, yaml or html.")]
    public async Task What_cannot_be_compared_is_refused_in_a_sentence(string body, string query, int expected, string words)
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(100);
        var (status, problem) = await tables.Send(HttpMethod.Post, "/v1/tables/board/drift" + query, body);
        Assert.Equal(expected, status);
        Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        if (words.StartsWith("does not fit", StringComparison.Ordinal)) Assert.True(problem.GetProperty("errors").GetArrayLength() > 0);
    }

    [Fact]
    public async Task With_no_rows_to_compare_with_it_is_a_conflict()
    {
        await using var tables = await TablesUnderTest.Start();
        tables.Server.Store.Tables.Create("bare", Weir.Pipeline.Tables.Schema.SchemaYaml.Write(LoadedTables.Board), LoadedTables.Board.Fingerprint, "desk");
        var (status, problem) = await tables.Send(HttpMethod.Post, "/v1/tables/bare/drift", Shifted);
        Assert.Equal((409, "The table 'bare' has no rows to compare with; load some first."), (status, problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task The_page_takes_a_file_and_shows_how_it_differs()
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(isTrained: true);
        var (page, at, status) = await SentTables.Upload(tables.Client, "/tables/board/drift", "/tables/board/drift/upload", Shifted, "<b>new.csv");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("/tables/board/drift?file=", at, StringComparison.Ordinal);
        Assert.Contains("have shifted in 300 new rows", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;new.csv", page, StringComparison.Ordinal);
        using var viewer = tables.Server.ClientOf("viewer");
        Assert.Contains("Compare a file", await viewer.GetStringAsync("/tables/board/drift", Ct), StringComparison.Ordinal);
        Assert.Contains("is not here any more", await viewer.GetStringAsync("/tables/board/drift?file=" + new string('a', 32), Ct), StringComparison.Ordinal);
        (page, _, _) = await SentTables.Upload(tables.Client, "/tables/board/drift", "/tables/board/drift/upload", "x,y\n1,2\n", "few.csv");
        Assert.Contains("few.csv does not fit the schema", page, StringComparison.Ordinal);
        Assert.Equal(404, (await tables.Get(at.Replace("/drift?file=", "/predict/", StringComparison.Ordinal))).Status);
    }

    private static async Task<string> Text(TablesUnderTest tables, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tables/board/drift") { Content = new StringContent(Shifted, Encoding.UTF8, "text/csv"), Headers = { { "Accept", accept } } };
        using var answer = await tables.Client.SendAsync(request, Ct);
        Assert.Equal(accept, answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
