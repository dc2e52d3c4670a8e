using System.Text;
using Weir.Server.Security;
using Xunit;

namespace Weir.Tests.Server.Security;

public sealed class TotpTests
{
    // RFC 6238, appendix B, the rows of SHA-1.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Encoding.ASCII.GetBytes("12345678901234567890"), Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds)), 8));

    [Fact]
    public void A_clock_may_be_off_by_a_step_and_no_more()
    {
        var (secret, now) = (Totp.MakeSecret(), DateTimeOffset.FromUnixTimeSeconds(1_700_000_010));
        Totp.TryBase32(secret, out var bytes);
        var step = Totp.StepOf(now);
        for (var away = -2; away <= 2; away++)
            Assert.Equal(Math.Abs(away) <= 1 ? step + away : null, Totp.Find(secret, Totp.Code(bytes, step + away), now));
        Assert.Null(Totp.Find(secret, "12345", now));
        Assert.Null(Totp.Find(secret, "١٢٣٤٥٦", now));
    }

    // RFC 4648, section 10.
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base_32_is_that_of_the_standard(string text, string base32)
    {
        Assert.Equal(base32, Totp.Base32(Encoding.ASCII.GetBytes(text)));
        Assert.True(Totp.TryBase32(base32.ToLowerInvariant(), out var bytes));
        Assert.Equal(text, Encoding.ASCII.GetString(bytes));
    }

    [Fact]
    public void Hostile_text_is_no_base_32_and_no_code()
    {
        var random = new Random(8);
        for (var i = 0; i < 2_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(1, 0xD800))]);
            Totp.TryBase32(text, out _);
            Assert.Null(Totp.Find(text, text, DateTimeOffset.UnixEpoch.AddDays(9000)));
            RecoveryCodes.HashOf(text);
            LocalPath.Of(text);
        }
    }
}
