using System.Net;
using Weir.Evidence.Http;
using Xunit;

namespace Weir.Tests.Evidence.Http;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("127.0.0.1", "this machine")]
    [InlineData("127.255.255.254", "this machine")]
    [InlineData("0.0.0.0", "this machine")]
    [InlineData("10.0.0.1", "a private address")]
    [InlineData("172.16.0.1", "a private address")]
    [InlineData("172.31.255.255", "a private address")]
    [InlineData("192.168.1.1", "a private address")]
    [InlineData("100.64.0.1", "a private address")]
    [InlineData("100.127.255.255", "a private address")]
    [InlineData("169.254.0.1", "a link-local address")]
    [InlineData("169.254.169.254", "the metadata service of a cloud")]
    [InlineData("168.63.129.16", "the metadata service of a cloud")]
    [InlineData("100.100.100.200", "the metadata service of a cloud")]
    [InlineData("192.0.0.192", "the metadata service of a cloud")]
    [InlineData("224.0.0.1", "a multicast address")]
    [InlineData("239.255.255.250", "a multicast address")]
    [InlineData("255.255.255.255", "a broadcast address")]
    [InlineData("192.0.0.1", "a reserved address")]
    [InlineData("192.0.2.1", "a reserved address")]
    [InlineData("192.88.99.1", "a reserved address")]
    [InlineData("198.18.0.1", "a reserved address")]
    [InlineData("198.19.255.255", "a reserved address")]
    [InlineData("198.51.100.1", "a reserved address")]
    [InlineData("203.0.113.1", "a reserved address")]
    [InlineData("240.0.0.1", "a reserved address")]
    [InlineData("::", "this machine")]
    [InlineData("::1", "this machine")]
    [InlineData("::7f00:1", "a reserved address")]
    [InlineData("::ffff:127.0.0.1", "this machine")]
    [InlineData("::ffff:10.1.2.3", "a private address")]
    [InlineData("::ffff:169.254.169.254", "the metadata service of a cloud")]
    [InlineData("64:ff9b::a00:1", "a private address")]
    [InlineData("64:ff9b::a9fe:a9fe", "the metadata service of a cloud")]
    [InlineData("64:ff9b:1::1", "a reserved address")]
    [InlineData("2002:7f00:1::", "this machine")]
    [InlineData("2002:c0a8:101::1", "a private address")]
    [InlineData("fe80::1", "a link-local address")]
    [InlineData("fc00::1", "a private address")]
    [InlineData("fdff::1", "a private address")]
    [InlineData("fec0::1", "a private address")]
    [InlineData("fd00:ec2::254", "the metadata service of a cloud")]
    [InlineData("ff02::1", "a multicast address")]
    [InlineData("100::1", "a reserved address")]
    [InlineData("2001::1", "a reserved address")]
    [InlineData("2001:db8::1", "a reserved address")]
    [InlineData("3fff::1", "a reserved address")]
    [InlineData("5f00::1", "a reserved address")]
    public void What_is_not_of_the_open_internet_is_refused_by_name(string address, string what) =>
        Assert.Equal(what, AddressGuard.Refusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::200e")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    public void Addresses_of_the_open_internet_pass(string address) => Assert.Null(AddressGuard.Refusal(IPAddress.Parse(address)));

    [Fact]
    public void No_random_address_within_a_refused_network_passes()
    {
        var random = new Random(4);
        for (var i = 0; i < 20_000; i++)
        {
            byte[] bytes = [(byte)new[] { 0, 10, 127, 224, 240, 255 }[random.Next(6)], (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)];
            var address = new IPAddress(bytes);
            Assert.NotNull(AddressGuard.Refusal(address));
            Assert.NotNull(AddressGuard.Refusal(address.MapToIPv6()));
        }
    }
}
