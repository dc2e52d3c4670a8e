using Weir.Server.Lists;
using Weir.Server.Problems;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Lists;

public sealed class ListCsvTests
{
    [Fact]
    public void Quotes_line_ends_and_separators_inside_cells_belong_to_them() =>
        Assert.Equal([["a", "b,\"c\"\r\nd", ""], ["e"]], ListCsv.Rows("a,\"b,\"\"c\"\"\r\nd\",\r\n\r\ne\n", 10, out _));

    [Theory]
    [InlineData("kind,scope,value\nblock,domain,\"unclosed.example\nblock,domain,next.example\n")]
    [InlineData("kind,scope,value\nblock,domain,\"a.example")]
    public void A_quote_that_is_never_closed_refuses_the_whole_file(string text)
    {
        var faults = new List<Fault>();
        Assert.Empty(ListCsv.Read(text, "x", DateTimeOffset.UnixEpoch, faults));
        Assert.Contains("never closed", Assert.Single(faults).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_gives_drafts_or_faults()
    {
        var random = new Random(3);
        foreach (var text in HostileText.Some(400, 9))
        {
            var faults = new List<Fault>();
            var file = random.Next(2) == 0 ? text : $"kind,value,scope,expires\n{text},{text}\nblock,{text},{text}\"";
            var drafts = ListCsv.Read(file, "x", DateTimeOffset.UnixEpoch, faults);
            Assert.True(drafts.Count > 0 || faults.Count > 0);
        }
    }
}
