using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class KeysCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_key_is_shown_once_listed_without_itself_and_revoked()
    {
        var made = await Run("keys", "add", "ci", "--role", "viewer", "--expires", "30d");
        Assert.Equal(0, made.ExitCode);
        var key = made.Output.Split('\n')[0].Trim();
        Assert.Equal(48, key.Length);
        var list = await Run("keys", "list");
        Assert.Contains("main/ci  used never, ends ", list.Output);
        Assert.DoesNotContain(key, list.Output);
        Assert.Equal((1, true), Told(await Run("keys", "add", "ci"), "already"));
        Assert.Equal((0, true), Told(await Run("keys", "revoke", "1"), ""));
        Assert.Equal((1, true), Told(await Run("keys", "revoke", "1"), "No key that works"));
        using var store = WeirStore.Open(_directory.Path, TimeProvider.System);
        Assert.Equal(["key.revoke", "key.add"], store.Audit.Recent(9).Select(entry => entry.Action));
        Assert.All(store.Audit.Recent(9), entry => Assert.DoesNotContain(key, entry.Detail + entry.Subject));
    }

    [Fact]
    public async Task What_cannot_be_a_key_is_told()
    {
        Assert.Equal((2, true), Told(await Run("keys", "add", "a b"), "letters, digits"));
        Assert.Equal((2, true), Told(await Run("keys", "add", "a", "--tenant", "nowhere"), "weir tenants"));
        Assert.Equal((2, true), Told(await Run("keys", "add", "a", "--role", "root"), "root"));
    }

    [Fact]
    public async Task Tenants_are_added_bounded_and_disabled()
    {
        await Run("tenants", "add", "acme", "--quota", "500");
        Assert.Equal((0, true), Told(await Run("tenants", "disable", "acme"), ""));
        Assert.Contains("acme  500 subjects a day  disabled", (await Run("tenants", "list")).Output);
        Assert.Equal((0, true), Told(await Run("tenants", "enable", "acme"), ""));
        Assert.Equal((1, true), Told(await Run("tenants", "disable", "main"), "owns this machine"));
        Assert.Equal((1, true), Told(await Run("tenants", "disable", "other"), "No tenant"));
    }

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of([.. args, "--data", _directory.Path]);

    private static (int, bool) Told(CommandRun run, string told) => (run.ExitCode, run.Error.Contains(told, StringComparison.Ordinal));
}
