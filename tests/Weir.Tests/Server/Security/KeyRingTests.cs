using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Weir.Server.Security;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Security;

public abstract class KeyRingTests(StoreKind kind)
{
    [Fact]
    public async Task A_key_lets_in_until_it_ends_or_is_revoked()
    {
        var time = new FakeTime();
        await using var server = await ServerUnderTest.StartWithStore(time: time, kind: kind);
        var key = KeyedClient.Key(server.Store, "viewer", name: "short", change: record => record with { ExpiresAt = time.GetUtcNow().AddHours(1) });
        var ring = server.Part<KeyRing>();
        ring.Refresh();
        Assert.Equal((AccessRole.Viewer, "main", "key:short"), Told(ring.Find(key)));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(ring.Find(key));
        var other = KeyedClient.Key(server.Store, "check", "acme", "long");
        Assert.Null(ring.Find(other));
        ring.Refresh();
        Assert.Equal((AccessRole.Check, "acme", "key:long"), Told(ring.Find(other)));
        Assert.True(server.Store.Keys.Revoke(ring.Find(other)!.KeyId!.Value, null, "test"));
        ring.Refresh();
        Assert.Null(ring.Find(other));
    }

    [Fact]
    public async Task Keys_of_a_disabled_tenant_let_nobody_in()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var client = server.ClientOf("viewer", "acme");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/stats", TestContext.Current.CancellationToken)).StatusCode);
        Assert.True(server.Store.Tenants.SetDisabled("acme", true, "test"));
        server.Part<KeyRing>().Refresh();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/v1/stats", TestContext.Current.CancellationToken)).StatusCode);
        Assert.False(server.Store.Tenants.SetDisabled("main", true, "test"));
    }

    [Fact]
    public async Task A_wrong_key_does_not_fall_back_to_this_machine()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/check") { Content = new StringContent("""{"subject":"a.example"}""", null, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", KeyToken.Make());
        using var answer = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Contains("not known", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task When_a_key_was_used_is_kept()
    {
        var time = new FakeTime();
        await using var server = await ServerUnderTest.StartWithStore(time: time, kind: kind);
        var id = server.Part<KeyRing>().Find(KeyOf(server))!.KeyId!.Value;
        server.Part<AccessKeeper>().Save();
        Assert.Equal(time.GetUtcNow(), server.Store.Keys.Find(id, null)!.UsedAt);
        Assert.Empty(server.Part<KeyRing>().TakeUses());
    }

    [Fact]
    public void Only_the_shape_of_a_key_is_hashed()
    {
        var token = KeyToken.Make();
        Assert.True(KeyToken.TryHash(token, out var hash));
        Assert.Equal(hash, TokenHash.Parse(hash.ToString()));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(token))), hash.ToString());
        foreach (var wrong in (string[])["", "weir_", token + "A", token[..^1], token.Replace('_', '-'), token[..^1] + "é", token[..^1] + "\0", token.ToUpperInvariant()])
            Assert.False(KeyToken.TryHash(wrong, out _), wrong);
    }

    [Fact]
    public async Task Hostile_keys_are_refused_and_nothing_else_happens()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        var ring = server.Part<KeyRing>();
        var chance = new Random(7);
        var right = KeyOf(server);
        for (var i = 0; i < 5_000; i++)
        {
            var text = right.ToCharArray();
            for (var changes = chance.Next(1, 5); changes > 0; changes--) text[chance.Next(text.Length)] = (char)chance.Next(1, 0x300);
            if (!text.AsSpan().SequenceEqual(right)) Assert.Null(ring.Find(text));
        }
    }

    private static string KeyOf(ServerUnderTest server) => server.Client.DefaultRequestHeaders.GetValues("X-Api-Key").Single();

    private static (AccessRole, string, string) Told(Caller? caller) => (caller!.Role, caller.Tenant, caller.Name);
}

public sealed class KeyRingOnSqlite() : KeyRingTests(StoreKind.Sqlite);

public sealed class KeyRingOnPostgres() : KeyRingTests(StoreKind.Postgres);
