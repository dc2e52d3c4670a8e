using Weir.Server.Security;
using Xunit;

namespace Weir.Tests.Server.Security;

public sealed class PasswordHashTests
{
    [Fact]
    public void A_password_fits_its_own_hash_and_no_other()
    {
        var kept = PasswordHash.Make("correct horse battery", 10);
        Assert.True(PasswordHash.Fits("correct horse battery", kept));
        Assert.False(PasswordHash.Fits("correct horse batterY", kept));
        Assert.NotEqual(kept, PasswordHash.Make("correct horse battery", 10));
    }

    [Fact]
    public void An_older_hash_is_weak_and_a_new_one_is_not()
    {
        Assert.True(PasswordHash.IsWeak(PasswordHash.Make("correct horse battery", PasswordHash.Rounds - 1)));
        Assert.False(PasswordHash.IsWeak($"pbkdf2-sha256${PasswordHash.Rounds}${Convert.ToBase64String(new byte[16])}${Convert.ToBase64String(new byte[32])}"));
    }

    [Theory]
    [InlineData("elevenchars", false)]
    [InlineData("annas password 1", false)]
    [InlineData("aaaaaaaaaaaaaa", false)]
    [InlineData("correct horse battery", true)]
    public void Weak_passwords_are_refused(string password, bool isGood) => Assert.Equal(isGood, PasswordHash.Fault(password, "anna") is null);

    [Theory]
    [InlineData("")]
    [InlineData("pbkdf2-sha256$0$AAAA$AAAA")]
    [InlineData("pbkdf2-sha256$99999999999$AAAA$AAAA")]
    [InlineData("md5$1$AAAAAAAAAAAAAAAAAAAAAA==$x")]
    public void A_broken_hash_fits_nothing(string kept) => Assert.False(PasswordHash.Fits("correct horse battery", kept));
}
