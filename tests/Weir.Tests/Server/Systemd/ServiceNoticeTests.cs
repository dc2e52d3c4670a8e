using System.Net.Sockets;
using System.Text;
using Weir.Server.Systemd;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Systemd;

public sealed class ServiceNoticeTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Systemd_is_told_when_it_is_ready_and_when_it_stops(bool isAbstract)
    {
        if (isAbstract) Assert.SkipUnless(OperatingSystem.IsLinux(), "Abstract sockets are of Linux.");
        var name = isAbstract ? "@weir-test-" + Path.GetFileName(_directory.Path) : _directory.File("notify");
        using var systemd = Listen(name);
        var notice = new ServiceNotice(name);
        notice.Ready("listens on http://127.0.0.1:8080.\nModel x answers.");
        Assert.Equal("READY=1\nSTATUS=listens on http://127.0.0.1:8080. Model x answers.", Receive(systemd));
        notice.Stopping();
        Assert.Equal("STOPPING=1\nSTATUS=stopping", Receive(systemd));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/nowhere/notify")]
    [InlineData("@weir-test-nobody")]
    public void Without_a_listener_nothing_happens(string? name) => new ServiceNotice(name).Ready("ready");

    [Fact]
    public async Task The_watchdog_gets_a_sign_of_life_until_the_stop()
    {
        using var systemd = Listen(_directory.File("notify"));
        using var stop = new CancellationTokenSource();
        var alive = new ServiceNotice(_directory.File("notify")).KeepAliveAsync(TimeSpan.FromMilliseconds(10), TimeProvider.System, stop.Token);
        Assert.Equal("WATCHDOG=1", Receive(systemd));
        await stop.CancelAsync();
        await alive;
    }

    private static Socket Listen(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        socket.Bind(new UnixDomainSocketEndPoint(name[0] == '@' ? "\0" + name[1..] : name));
        return socket;
    }

    private static string Receive(Socket socket)
    {
        var bytes = new byte[4096];
        return Encoding.UTF8.GetString(bytes, 0, socket.Receive(bytes));
    }
}
