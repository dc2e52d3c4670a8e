using Weir.Learning.Numerics;
using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Xunit;

namespace Weir.Tests.Pipeline.Alerts;

public sealed class AlertTextTests
{
    [Theory]
    [InlineData("see https://login.evil.example:8443/a?b=c.", "see hxxps://login[.]evil[.]example:8443/a?b=c.")]
    [InlineData("HTTP://EVIL.example and ftp://evil.example/", "hxxp://EVIL[.]example and fxp://evil[.]example/")]
    [InlineData("mail to x@evil.example", "mail to x@evil[.]example")]
    [InlineData("models/url-20250601.1.weir of weir.json at 0.05", "models/url-20250601.1.weir of weir.json at 0.05")]
    [InlineData("a\r\nBcc: b\u202Ec\0", "a Bcc: b c")]
    [InlineData("postgres://weir:pass@db.example/x", "postgres://***@db[.]example/x")]
    public void Text_is_safe_to_show(string text, string safe) => Assert.Equal(safe, AlertText.Sentence(text, SecretMask.Patterns));

    [Fact]
    public void Hostile_text_never_leaves_as_a_link_or_a_second_line()
    {
        string[] pieces = ["http://", "https://", "evil.example", "/", ".", "[.]", "@", "\r\n", "\u202e", "ünï.example", " ", "a", ":", "?key=", "secret99", "\0", "xn--", "<", ">", "%", "hxxp://", "１.２"];
        var mask = SecretMask.Of("secret99");
        var chance = new Xoshiro256(20250601);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, (int)(chance.NextULong() % 12)).Select(_ => pieces[chance.NextULong() % (ulong)pieces.Length]));
            var safe = AlertText.Sentence(text, mask);
            Assert.DoesNotMatch("(?i)https?://", safe);
            Assert.DoesNotContain('\n', safe);
            Assert.DoesNotContain("secret99", safe, StringComparison.Ordinal);
            Assert.True(safe.Length <= 1000);
        }
    }
}
