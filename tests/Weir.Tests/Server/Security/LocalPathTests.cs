using Weir.Server.Security;
using Xunit;

namespace Weir.Tests.Server.Security;

public sealed class LocalPathTests
{
    [Theory]
    [InlineData("/lists", "/lists")]
    [InlineData("/lists?kind=block&x=//a", "/lists?kind=block&x=//a")]
    [InlineData("//evil.example", "/home")]
    [InlineData("/\\evil.example", "/home")]
    [InlineData("/\t/evil.example", "/home")]
    [InlineData("https://evil.example", "/home")]
    [InlineData("lists", "/home")]
    [InlineData("", "/home")]
    [InlineData(null, "/home")]
    public void Only_a_path_of_this_server_is_gone_to(string? next, string expected) => Assert.Equal(expected, LocalPath.Of(next, "/home"));
}
