using System.Text;
using System.Text.Json;
using Weir.Server.Protocols.Syslog;
using Xunit;

namespace Weir.Tests.Server.Protocols.Syslog;

public sealed class EventTextTests
{
    [Theory]
    [InlineData("http://a.test/\n<134>1 forged", "http://a.test/\\n<134>1 forged")]
    [InlineData("a=b", "a\\=b")]
    [InlineData("a\\b", "a\\\\b")]
    [InlineData("a|b", "a|b")]
    [InlineData("x\u202Emoc\u0000\u001b[31m", "x\uFFFDmoc\uFFFD\uFFFD[31m")]
    [InlineData("x\u2028y\u0085z", "x\uFFFDy\uFFFDz")]
    public void A_hostile_text_stays_in_its_field(string value, string expected) =>
        Assert.EndsWith(" request=" + expected, Text().Cef(Event(value)), StringComparison.Ordinal);

    [Fact]
    public void A_name_cannot_end_the_head()
    {
        var told = Event("x") with { Name = "a|b\\c\nd" };
        Assert.Contains("|a\\|b\\\\c d|", Text().Cef(told), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_subject_holds_the_message_is_one_line_with_the_same_fields()
    {
        var random = new Random(20260311);
        for (var i = 0; i < 2_000; i++)
        {
            var subject = new string([.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (char)(random.Next(4) == 0 ? random.Next(0x3000) : "=|\\\n\r \"{}<>\u202e"[random.Next(12)]))]);
            var cef = Encoding.UTF8.GetString(Text().Message(Event(subject)));
            Assert.DoesNotContain(cef, char.IsControl);
            Assert.Equal(7, Pipes(cef[..cef.IndexOf("|rt=", StringComparison.Ordinal)]) + 1);
            Assert.NotNull(JsonDocument.Parse(EventText.Json(Event(subject))).RootElement.GetProperty("url").GetString());
        }
    }

    [Fact]
    public void A_very_long_address_is_cut() => Assert.InRange(Text().Message(Event(new string('a', 100_000))).Length, 2_000, 2_500);

    private static int Pipes(string head) => head.Count(c => c == '|');

    private static EventText Text() => new(new SyslogSettings(), "host", "1.2.3");

    private static SyslogEvent Event(string subject) => new(DateTimeOffset.UnixEpoch, "verdict", "verdict.phishing", "Address judged phishing", 8, [new SyslogField("request", "url", subject)]);
}
