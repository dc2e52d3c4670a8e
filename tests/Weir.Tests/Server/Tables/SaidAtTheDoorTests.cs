using System.Net;
using System.Text;
using Weir.Tests.Server.Dashboard.Lists;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Tables;

/// <summary>What is said over HTTP and on pages names what can be said there, not the options of the command line.</summary>
public sealed class SaidAtTheDoorTests
{
    private const string Json = """{"x":0.9,"y":0.1,"level":1,"tld":"test","same":7}""";

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", "say which one it is: ?target=COLUMN.")]
    [InlineData("a,label\n1,3\n2,4\n", "say which value means phishing: ?phishing=VALUE.")]
    [InlineData("a,label\n1,x\n2,y\n3,z\n", "(?phishing=V&benign=V …), or choose another column with ?target=.")]
    [InlineData("a,label\n1,x\n2,y\n", "one of them must be ?phishing=.", "&phishing=q")]
    [InlineData("a,label\n1,x\n2,y\n", "one of them must be ?benign=.", "&benign=q")]
    [InlineData("a^label\n1^0\n2^1\n", "or by what ?delimiter= says.")]
    [InlineData("a,label\n1,0,5\n2,1,5\n", "is the delimiter right (?delimiter=)?")]
    public async Task A_refusal_over_http_names_parameters(string body, string expected, string query = "")
    {
        await using var tables = await TablesUnderTest.Start();
        var (status, problem) = await tables.Send(HttpMethod.Post, "/v1/tables?name=t" + query, body);
        Assert.Equal(422, status);
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("--", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_assumed_is_changed_by_a_parameter_over_http_and_by_a_field_on_the_page()
    {
        await using var tables = await TablesUnderTest.Start();
        const string rows = "a,status,label\n1,-1,-1\n2,1,1\n3,-1,-1\n";
        var (_, load) = await tables.Send(HttpMethod.Post, "/v1/tables?name=t&dryRun=true", rows);
        var notes = string.Join(' ', load.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
        Assert.Contains("; ?target= chooses)", notes, StringComparison.Ordinal);
        Assert.Contains("If it is the other way round, say which value means phishing: ?phishing=", notes, StringComparison.Ordinal);
        var (page, _, _) = await SentTables.Upload(tables.Client, "/tables", "/tables/new/upload", rows, "rows.csv", ("act", "look"));
        page = WebUtility.HtmlDecode(page);
        Assert.Contains("; the field Target chooses)", page, StringComparison.Ordinal);
        Assert.Contains("If it is the other way round, name '", page, StringComparison.Ordinal);
        Assert.DoesNotContain("--target", page, StringComparison.Ordinal);
        Assert.DoesNotContain("--phishing", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,label\n1,3\n2,4\n", "name the value that means phishing.")]
    [InlineData("a^label\n1^0\n2^1\n", "columns are divided by comma, semicolon, tab or bar.")]
    [InlineData("a,label\n1,0,5\n2,1,5\n", "is the delimiter right?")]
    [InlineData("a,label\n1,x\n2,y\n3,z\n", "say which values mean phishing and which benign (below, several divided by commas)")]
    public async Task A_refusal_on_a_page_names_its_fields(string body, string expected)
    {
        await using var tables = await TablesUnderTest.Start();
        var (page, _, _) = await SentTables.Upload(tables.Client, "/tables", "/tables/new/upload", body, "rows.csv", ("act", "look"));
        Assert.Contains(expected, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("--phishing", page, StringComparison.Ordinal);
        Assert.DoesNotContain("--delimiter", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_of_three_values_is_sorted_on_the_page()
    {
        await using var tables = await TablesUnderTest.Start();
        const string rows = "a,label\n1,bad\n2,good\n3,worse\n4,odd\n5,good\n";
        var (_, at, _) = await SentTables.Upload(tables.Client, "/tables", "/tables/new/upload", rows, "three.csv", ("act", "look"));
        var look = await ListsPageTests.Send(tables.Server, at, "choose", ("table", "three"), ("target", "label"), ("phishing", "bad, worse"), ("benign", "good"));
        Assert.Contains("2 phishing, 2 benign, 1 to be kept apart", look, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_schema_and_a_second_training_name_no_option()
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(isTrained: true);
        var (status, problem) = await tables.Send(HttpMethod.Put, "/v1/tables/new/schema", "columns:\n  - a: int64\n  - Result: int64\nnumerical_columns:\n  - a\n", "application/yaml");
        Assert.Equal(422, status);
        Assert.DoesNotContain("--", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var again = await tables.Until((await tables.Train()).Body.GetProperty("id").GetInt64());
        Assert.EndsWith("; force trains all the same.", again.GetProperty("outcome").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("--", again.GetProperty("outcome").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "[1,2]", "expected one object a line, or one array of objects")]
    [InlineData("application/json", "[[0.9,0.1,1,\"test\",7]]", "expected one object a line, or one array of objects")]
    [InlineData("application/json", "\"x,y,level\"", "expected one object a line, or one array of objects")]
    [InlineData("application/json", "5", "expected one object a line, or one array of objects")]
    [InlineData("application/json", "[]", "expected one object a line, or one array of objects")]
    [InlineData("application/json", "{\"rows\":[1,2]}", "expected one object a line, or one array of objects")]
    [InlineData("application/json", "x,y,level,tld,same\n0.9,0.1,1,test,7\n", "expected one object a line, or one array of objects")]
    [InlineData("application/x-ndjson", "1\n2\n", "expected one object a line, or one array of objects")]
    public async Task Json_without_objects_is_refused_with_what_may_be_sent(string type, string body, string expected)
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board(isTrained: true);
        var (status, problem) = await tables.Send(HttpMethod.Post, "/predict?channel=table:board", body, type);
        Assert.Equal(422, status);
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (status, _) = await tables.Send(HttpMethod.Post, "/v1/tables?name=t", body, type);
        Assert.Equal(422, status);
        (status, var judged) = await tables.Send(HttpMethod.Post, "/predict?channel=table:board", $"[{Json},{Json}]", "application/json");
        Assert.Equal((200, 2), (status, judged.GetProperty("rows").GetArrayLength()));
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    public async Task A_form_without_boundary_is_refused(string type)
    {
        await using var tables = await TablesUnderTest.Start();
        await tables.Board();
        foreach (var path in (string[])["/predict?channel=table:board", "/v1/tables?name=t", "/v1/tables/board/rows"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(TablesUnderTest.Csv(5))) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await tables.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(415, (int)answer.StatusCode);
            Assert.Contains("boundary", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_trial_speaks_of_what_would_be()
    {
        await using var tables = await TablesUnderTest.Start();
        const string rows = "a,label\n1,0\n2,1\n3,\n";
        Assert.EndsWith("; 1 row would be kept apart.", (await tables.Send(HttpMethod.Post, "/v1/tables?name=t&dryRun=true", rows)).Body.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("; 1 row was kept apart.", (await tables.Send(HttpMethod.Post, "/v1/tables?name=t", rows)).Body.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("The upload is empty;", (await tables.Send(HttpMethod.Post, "/v1/tables?name=u", "")).Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
