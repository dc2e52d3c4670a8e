using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Xunit;

namespace Weir.Tests.Detection.Lists;

public class AccessListsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ListScope.Url, "http://example.com/a?b=1", "HTTPS://user@EXAMPLE.com./x/../a?b=1#f", true)]
    [InlineData(ListScope.Url, "http://example.com/a", "http://example.com/a/b", false)]
    [InlineData(ListScope.PathPrefix, "example.com/a", "http://example.com/a/b?c", true)]
    [InlineData(ListScope.PathPrefix, "example.com/a/", "http://example.com/a", true)]
    [InlineData(ListScope.PathPrefix, "example.com/a", "http://example.com/ab", false)]
    [InlineData(ListScope.PathPrefix, "example.com", "http://example.com/anything", true)]
    [InlineData(ListScope.Host, "www.example.com", "http://www.example.com:8080/x", true)]
    [InlineData(ListScope.Host, "example.com", "http://www.example.com/", false)]
    [InlineData(ListScope.Host, "192.0.2.1", "http://3221225985/", true)]
    [InlineData(ListScope.Host, "0xC0000201", "http://192.0.2.1/", true)]
    [InlineData(ListScope.RegistrableDomain, "www.example.co.uk", "http://a.b.example.co.uk/", true)]
    [InlineData(ListScope.RegistrableDomain, "one.pages.dev", "http://two.pages.dev/", false)]
    public void An_entry_covers_its_scope_and_no_more(ListScope scope, string value, string subject, bool hit) =>
        Assert.Equal(hit, Match([Entry(ListKind.Block, scope, value)], subject) is not null);

    [Fact]
    public void A_tenants_entries_lie_over_those_of_all_and_a_block_of_either_wins()
    {
        var suffixes = ReferenceLists.Embedded.Suffixes;
        AccessLists all = AccessLists.Build([Entry(ListKind.Block, ListScope.Host, "bad.example"), Entry(ListKind.Allow, ListScope.Host, "good.example")], suffixes);
        AccessLists own = AccessLists.Build([Entry(ListKind.Allow, ListScope.Host, "bad.example"), Entry(ListKind.Block, ListScope.Host, "good.example"), Entry(ListKind.Allow, ListScope.Host, "own.example")], suffixes);
        AccessLists both = own.Over(all);
        ListKind? Kind(AccessLists lists, string text)
        {
            UrlParser.TryParse(text, new UrlScratch(), out Url url, out _);
            return lists.Match(url, Now)?.Kind;
        }

        Assert.Equal((ListKind.Block, ListKind.Block, ListKind.Allow, null), (Kind(both, "http://bad.example/"), Kind(both, "http://good.example/"), Kind(both, "http://own.example/"), Kind(both, "http://else.example/")));
        Assert.Equal((ListKind.Allow, null, 5), (Kind(all, "http://good.example/"), Kind(all, "http://own.example/"), both.Count));
    }

    [Fact]
    public void Block_wins_over_allow_in_any_order_and_scope()
    {
        ListEntry allow = Entry(ListKind.Allow, ListScope.Url, "http://example.com/a");
        ListEntry block = Entry(ListKind.Block, ListScope.RegistrableDomain, "example.com");
        Assert.Same(block, Match([allow, block], "http://example.com/a"));
        Assert.Same(block, Match([block, allow], "http://example.com/a"));
        ListEntry same = Entry(ListKind.Block, ListScope.Url, "example.com/a");
        Assert.Same(same, Match([allow, allow with { Note = "twice" }, same], "http://example.com/a"));
    }

    [Fact]
    public void An_expired_entry_does_not_match()
    {
        ListEntry entry = Entry(ListKind.Block, ListScope.Host, "example.com");
        Assert.Null(Match([entry with { Expires = Now }], "http://example.com/"));
        Assert.NotNull(Match([entry with { Expires = Now.AddSeconds(1) }], "http://example.com/"));
    }

    [Fact]
    public void An_unreadable_value_is_counted_and_left_out()
    {
        AccessLists lists = AccessLists.Build([Entry(ListKind.Block, ListScope.Host, "http://[oops")], ReferenceLists.Embedded.Suffixes);
        Assert.Equal((0, 1), (lists.Count, lists.Rejected));
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        AccessLists lists = AccessLists.Build([Entry(ListKind.Block, ListScope.Host, "example.com")], ReferenceLists.Embedded.Suffixes);
        Assert.True(UrlParser.TryParse("http://www.example.org/a/b/c?d=e", new UrlScratch(), out Url url, out _));
        lists.Match(url, Now);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) lists.Match(url, Now);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static ListEntry Entry(ListKind kind, ListScope scope, string value) => new(kind, scope, value, null, null);

    private static ListEntry? Match(ListEntry[] entries, string subject)
    {
        Assert.True(UrlParser.TryParse(subject, new UrlScratch(), out Url url, out _));
        return AccessLists.Build(entries, ReferenceLists.Embedded.Suffixes).Match(url, Now);
    }
}
