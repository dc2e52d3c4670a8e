using Weir.Server.Security;
using Xunit;

namespace Weir.Tests.Server.Security;

public sealed class SetupAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("http://[::]:8080", "http://localhost:8080")]
    [InlineData("http://0.0.0.0:80;https://0.0.0.0:443", "https://localhost:443")]
    public void The_link_can_be_opened_on_this_machine(string addresses, string expected) => Assert.Equal(expected, SetupAddress.Of(addresses.Split(';')));
}
