using System.Text;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Feeds.Http;
using Weir.Pipeline.Files;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds.Formats;

public sealed class FormatFuzzTests
{
    private static readonly string[] Pieces =
    [
        "\"", "\"\"", ",", ", ", ";", "\n", "\r\n", "#", "# ", "{", "}", "[", "]", ":", "\"url\":", "\"ioc_value\":", "\"ioc_type\":\"url\"", "\"data\":[", "url", "date,URL,description",
        "ioc_value,ioc_type", "http://a.test/x", "2025-05-01", "\\u0000", "\\", "\0", "é", "\uFEFF", " ", "1", "null", "-1e999", "true", "phish_id,url", "99999999999", "b.test", "\"\\ud800\"",
    ];

    public static TheoryData<string> Kinds() => [.. FeedKinds.All.Where(kind => kind is IFeedParser || kind.Name is "csv" or "json").Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whatever_is_sent_every_row_has_a_line_and_is_a_statement_refused_or_left_out(string kind)
    {
        var random = new Random(20);
        for (var i = 0; i < 1500; i++)
        {
            foreach (var row in Rows(kind, Hostile(random)))
            {
                Assert.True(row.Line >= 1);
                Assert.NotNull(row.Raw);
                Assert.NotNull(row.Subject);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Oddities_of_addresses_do_no_harm(string kind)
    {
        var text = string.Join('\n', HostileText.Some(400, 21));
        Assert.All(Rows(kind, Encoding.UTF8.GetBytes(text)), row => Assert.True(row.Line >= 1));
    }

    [Fact]
    public void Whatever_is_packed_or_declared_is_text_or_a_sentence()
    {
        using var directory = new TempDirectory();
        var random = new Random(22);
        string?[] encodings = [null, "gzip", "br", "deflate", "identity", "gzip, br", "zstd"];
        string?[] types = [null, "text/csv", "text/csv; charset=utf-16", "text/csv; charset=shift_jis", "text/csv; charset=nonsense", "text/html; charset=\"windows-1252\"", ";;;"];
        byte[][] starts = [[], [0x1F, 0x8B, 8, 0], [0x50, 0x4B, 3, 4], [0xFF, 0xFE], [0x78, 0x9C], [0xEF, 0xBB, 0xBF]];
        for (var i = 0; i < 1500; i++)
        {
            File.WriteAllBytes(directory.File("body"), [.. starts[random.Next(starts.Length)], .. Hostile(random)]);
            var mark = new PartMark { Validators = new Validators { AddressHash = "" }, Encoding = encodings[random.Next(encodings.Length)], ContentType = types[random.Next(types.Length)] };
            try
            {
                using var text = FeedText.Open(directory.File("body"), mark, "the answer of feeds.test", 100_000);
                Assert.All(((IFeedParser)FeedKinds.Find("lines")!).Parse(text.Input), row => Assert.True(row.Line >= 1));
            }
            catch (InputFileException fault)
            {
                Assert.StartsWith("the answer of feeds.test ", fault.Message, StringComparison.Ordinal);
            }
        }
    }

    private static List<FeedRow> Rows(string kind, byte[] text)
    {
        try
        {
            return FormatsTests.Parse(kind, text);
        }
        catch (InputFileException fault)
        {
            Assert.StartsWith("the answer of feeds.test ", fault.Message, StringComparison.Ordinal);
            return [];
        }
    }

    private static byte[] Hostile(Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Pieces[random.Next(Pieces.Length)])));
        for (var flips = random.Next(4); flips > 0 && bytes.Length > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }
}
