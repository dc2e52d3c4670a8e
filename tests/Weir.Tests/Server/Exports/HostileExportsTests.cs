using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Detection.Lists;
using Weir.Server.Exports;
using Weir.Storage.Exports;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Exports;

/// <summary>Whatever a value holds, a list stays a list: no line, rule, column, record or member is added by it.</summary>
public sealed partial class HostileExportsTests
{
    private const int Count = 2_000;

    private static readonly string[] Pieces =
    [
        "\n", "\r", "\r\n", "\u2028", "\u0085", "#", "$$", "$", "*", "*.", "@", "@@||", "||", "|", "^", "!", "[", "]", ",", ";", "\"", "'", "''", "\\", "\\'", "=cmd()", "+1", "-1", "=1+1", "\t", " ",
        "0.0.0.0 ", "CNAME", " CNAME .", "$INCLUDE /etc/passwd", "$ORIGIN", "rpz-ip", "domain=", "##", "%", "_", "\u202e", "\0", "<script>", "{", "}", "com", "example", ".", "..", "-", "a", "пример", "paypal", "/", ":",
    ];

    public static TheoryData<string> Formats => [.. ExportFormats.Names];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_hostile_value_adds_nothing_to_a_list(string name)
    {
        var format = ExportFormats.Find(name)!;
        foreach (var threat in Some(20261121)) Judge(name, Written(format, threat));
    }

    [Theory]
    [InlineData("*.example")]
    [InlineData("*")]
    [InlineData("a.*.example")]
    [InlineData("$origin")]
    [InlineData("#a.example")]
    [InlineData("@")]
    [InlineData("a.example cname .")]
    [InlineData("-a.example")]
    public void A_host_that_would_mean_more_than_itself_is_left_out(string host)
    {
        var threat = new Threat { Scope = ListScope.Host, Value = host, Host = host, Registrable = host, Url = $"http://{host}/" };
        foreach (var name in (string[])["plain", "hosts", "rpz", "adblock"]) Assert.Equal("", Written(ExportFormats.Find(name)!, threat));
    }

    [Theory]
    [InlineData("32.8.8.8.8.rpz-ip")]
    [InlineData("ns.example.rpz-nsdname")]
    public void A_host_is_no_trigger_of_another_kind_in_a_zone(string host) =>
        Assert.Equal("", Written(ExportFormats.Find("rpz")!, new Threat { Scope = ListScope.Host, Value = host, Host = host, Url = $"http://{host}/" }));

    [Fact]
    public async Task Hostile_subjects_that_were_labelled_leave_every_export_whole()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        SomeThreats.Label(server.Store, HostileText.Some(400, 5).Where(text => text.Length is > 0 and < 5_000 && !text.Contains('\0', StringComparison.Ordinal)));
        foreach (var format in ExportFormats.Names.Select(name => ExportFormats.Find(name)!))
        {
            var text = await server.Client.GetStringAsync("/v1/export/" + format.Name, TestContext.Current.CancellationToken);
            Assert.Contains(format.CarriesUrls ? "github.com" : "fake-bank-login", text, StringComparison.Ordinal);
            if (format.MediaType.Contains("json", StringComparison.Ordinal)) Assert.NotEmpty(JsonDocument.Parse(text).RootElement.EnumerateObject());
            else Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter != '\n');
        }
    }

    private static void Judge(string name, string text)
    {
        if (name is "stix" or "misp")
        {
            Assert.DoesNotContain(text, char.IsControl);
            using var json = JsonDocument.Parse(text);
            if (name is "stix") Assert.Matches(Pattern(), json.RootElement.GetProperty("pattern").GetString()!);
            return;
        }

        if (name is "csv")
        {
            Assert.Equal(10, Cells(text).Count);
            Assert.DoesNotContain(Cells(text), cell => cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal));
            return;
        }

        var lines = text.Split('\n')[..^1];
        Assert.True(lines.Length <= (name is "rpz" ? 2 : 1), text);
        Assert.All(lines, line => Assert.Matches(Line(name), line));
    }

    private static Regex Line(string name) => name switch
    {
        "hosts" => HostsLine(),
        "rpz" => ZoneLine(),
        "adblock" => FilterLine(),
        _ => PlainLine(),
    };

    private static string Written(IExportFormat format, Threat threat)
    {
        var text = new StringBuilder();
        format.Begin(text, new ExportHead(1, 1, null, "main", 7));
        var (begun, end) = (text.Length, new StringBuilder());
        format.Add(text, threat);
        format.End(end);
        var written = text.ToString(begun, text.Length - begun);
        return format.MediaType.Contains("json", StringComparison.Ordinal) ? written.Trim(',', '\n') : written;
    }

    private static IEnumerable<Threat> Some(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Count; i++)
        {
            var host = Text(random);
            var scope = (ListScope)random.Next(4);
            var url = random.Next(2) == 0 ? $"http://{host}/{Text(random)}" : Text(random);
            yield return new Threat { Scope = scope, Value = scope is ListScope.Host or ListScope.RegistrableDomain ? host : url, Host = host, Registrable = Text(random), Url = url, Origin = Text(random), Confidence = 1, Added = 1, Changed = 2 };
        }
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    // RFC 4180, read by hand: what another program would see.
    private static List<string> Cells(string text)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (text[i] == '"') quoted = !quoted;
            else if (!quoted && (text[i] is ',' or '\n'))
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(text[i]);
        }

        Assert.False(quoted, text);
        return cells;
    }

    [GeneratedRegex(@"^0\.0\.0\.0 [a-z0-9_][a-z0-9._-]*$")]
    private static partial Regex HostsLine();

    [GeneratedRegex(@"^(\*\.)?[a-z0-9_][a-z0-9._-]* CNAME \.$")]
    private static partial Regex ZoneLine();

    [GeneratedRegex(@"^\|\|[^*|^$\s]+(\^|\|?\$document)$")]
    private static partial Regex FilterLine();

    [GeneratedRegex(@"^[!-~]+$")]
    private static partial Regex PlainLine();

    [GeneratedRegex(@"^\[(domain-name|ipv4-addr|ipv6-addr|url):value (=|LIKE|MATCHES) '(\\.|[^'\\])*'( OR domain-name:value (LIKE|MATCHES) '(\\.|[^'\\])*')?\]$", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
