using Weir.Server.Audits;
using Weir.Tests.Server.Dashboard.Lists;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Audit;

public sealed class AuditPageTests
{
    private const string Hostile = "<script>alert(1)</script>\"'\u202Egnp";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_and_the_state_of_the_chain_are_shown_and_filtered()
    {
        await using var server = await ServerUnderTest.Start();
        for (var i = 0; i < 60; i++) server.Store.Settings.Set($"name{i}", "1", "anna");
        var page = await server.Client.GetStringAsync("/audit", Ct);
        Assert.Contains("unbroken", page);
        Assert.Contains("cursor=", page);
        Assert.Contains("name59", page);
        Assert.DoesNotContain("name3<", page);
        var found = await server.Client.GetStringAsync("/audit?subject=name3&action=setting", Ct);
        Assert.Contains("name3<", found);
        Assert.DoesNotContain("name59", found);
        Assert.Contains("since: A day such as", await server.Client.GetStringAsync("/audit?since=soon", Ct));
        Assert.Contains("No entry fits.", await server.Client.GetStringAsync("/audit?actor=nobody", Ct));
    }

    [Fact]
    public async Task The_chain_is_verified_at_a_press_and_a_broken_one_names_its_entry()
    {
        await using var server = await ServerUnderTest.Start();
        server.Store.Settings.Set("a", "1", "anna");
        Assert.Contains("entries, an unbroken chain.", await ListsPageTests.Send(server, "/audit", "verify"));
        File.WriteAllText(Path.Combine(server.Store.DataDirectory, "audit-anchor.json"), """{"entry": 2, "hash": "ff"}""");
        var broken = await ListsPageTests.Send(server, "/audit", "verify");
        Assert.Contains("Entry 2 was replaced: audit-anchor.json knows another hash of it.", broken);
        Assert.Contains("2 (broken)", broken);
        Assert.False(server.Part<AuditProof>().Last!.State.IsWhole);
    }

    [Fact]
    public async Task Hostile_text_is_shown_and_never_markup_or_a_link()
    {
        await using var server = await ServerUnderTest.Start();
        server.Store.Audit.Note(Hostile, "list.add", "https://bad.example/" + Hostile, Hostile + new string('x', 100_000));
        server.Store.Audit.Note("anna", "feed.trust", Hostile, "");
        var page = await server.Client.GetStringAsync("/audit", Ct);
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("\u202E", page);
        Assert.DoesNotContain("https://bad.example", page);
        Assert.Contains("hxxps://bad[.]example", page);
        Assert.True(page.Length < 60_000, "a long detail is cut");
    }
}
