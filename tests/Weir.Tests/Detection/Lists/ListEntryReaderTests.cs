using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Xunit;

namespace Weir.Tests.Detection.Lists;

public sealed class ListEntryReaderTests
{
    private readonly ListEntryReader _reader = new(ReferenceLists.Embedded);

    [Theory]
    [InlineData("hxxps://www.example[.]com/a", ListScope.Url, "www.example.com/a")]
    [InlineData("example.com/login?x=1", ListScope.Url, "example.com/login?x=1")]
    [InlineData("EXAMPLE.com.", ListScope.RegistrableDomain, "example.com")]
    [InlineData("www.example.com", ListScope.Host, "www.example.com")]
    [InlineData("example[.]co[.]uk", ListScope.RegistrableDomain, "example.co.uk")]
    [InlineData("tenant.pages.dev", ListScope.RegistrableDomain, "tenant.pages.dev")]
    [InlineData("pages.dev", ListScope.Host, "pages.dev")]
    [InlineData("0xC0000201", ListScope.Host, "192.0.2.1")]
    [InlineData("intranet", ListScope.Host, "intranet")]
    public void The_scope_follows_from_the_value(string text, ListScope scope, string value)
    {
        ListEntry entry = _reader.Read(ListKind.Allow, text, null, force: false).Entry!;
        Assert.Equal((scope, value), (entry.Scope, entry.Value));
        Assert.Contains((scope, value), _reader.Spellings(text, null));
    }

    [Theory]
    [InlineData("example.com/a/?q=1", ListScope.PathPrefix, "example.com/a")]
    [InlineData("https://www.example.com/a", ListScope.Host, "www.example.com")]
    [InlineData("https://www.example.com/a", ListScope.RegistrableDomain, "example.com")]
    [InlineData("www.example.com", ListScope.Url, "www.example.com/")]
    public void A_named_scope_takes_its_part_of_the_value(string text, ListScope scope, string value) =>
        Assert.Equal(value, _reader.Read(ListKind.Allow, text, scope, force: false).Entry!.Value);

    [Theory]
    [InlineData("a\\b.example", ListScope.Host, "'a\\b.example' has a backslash beside its host; write a if")]
    [InlineData("a\\b.example", ListScope.RegistrableDomain, "has a backslash")]
    [InlineData("http://good.example\\@bad.example/", ListScope.Host, "has a backslash")]
    [InlineData("http://good.example@bad.example/", ListScope.Host, "'http://good.example@bad.example/' has a user name beside its host; write bad.example if that is what you mean, or use --scope url")]
    [InlineData("bad.ex\tample", ListScope.Host, "has a line end or tab")]
    [InlineData("bad.example/login", ListScope.Host, "has a path")]
    [InlineData("bad.example?x", ListScope.RegistrableDomain, "has a path")]
    [InlineData("bad.example:81", ListScope.Host, "has a port")]
    [InlineData("bad!.example", ListScope.Host, "'bad!.example' is no name of a host")]
    [InlineData("bad'or'1.example", null, "is no name of a host")]
    [InlineData("bad..example", null, "is no name of a host")]
    [InlineData("a b.example", ListScope.Host, "cannot be read")]
    [InlineData("a<b.example", ListScope.Host, "cannot be read")]
    [InlineData("xn--a.example", null, "cannot be read")]
    public void A_host_must_be_one_as_it_stands(string text, ListScope? scope, string words)
    {
        ListEntryReading reading = _reader.Read(ListKind.Block, text, scope, force: true);
        Assert.Null(reading.Entry);
        Assert.Contains(words, reading.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b\u00FCcher.example", "xn--bcher-kva.example")]
    [InlineData("B\u00DCCHER.example", "xn--bcher-kva.example")]
    [InlineData("_dmarc.a-1.example", "_dmarc.a-1.example")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("[2001:DB8::1]", "[2001:db8::1]")]
    [InlineData("bad.example.", "bad.example")]
    [InlineData("bad[.]example/", "bad.example")]
    public void A_host_is_kept_in_one_form(string text, string value) => Assert.Equal(value, _reader.Read(ListKind.Block, text, ListScope.Host, force: false).Entry?.Value);

    [Fact]
    public void A_host_has_at_most_253_characters_and_63_a_part()
    {
        string part = new('a', 63), longest = $"{part}.{part}.{part}.{new string('a', 56)}.test";
        Assert.NotNull(_reader.Read(ListKind.Block, longest, ListScope.Host, force: false).Entry);
        foreach (string text in new[] { longest.Replace(".test", "a.test", StringComparison.Ordinal), new string('a', 64) + ".test" })
            Assert.Contains("is no name of a host", _reader.Read(ListKind.Block, text, ListScope.Host, force: false).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://good.example\\@bad.example/", "good.example")]
    [InlineData("http://good.example@bad.example/x", "bad.example")]
    [InlineData("bad.example/login?x", "bad.example")]
    public void Of_an_address_that_was_judged_the_host_is_taken(string subject, string value) =>
        Assert.Equal(value, _reader.ReadPart(ListKind.Block, subject, ListScope.Host, force: false).Entry?.Value);

    [Theory]
    [InlineData("pages.dev", "public suffix")]
    [InlineData("co.uk", "public suffix")]
    [InlineData("linktr.ee", "platform")]
    [InlineData("192.0.2.1", "--scope host")]
    [InlineData("data:text/html,x", "--scope url")]
    public void A_domain_that_belongs_to_many_is_refused_with_the_way_out(string text, string words)
    {
        foreach (ListKind kind in new[] { ListKind.Allow, ListKind.Block })
        {
            ListEntryReading reading = _reader.Read(kind, text, ListScope.RegistrableDomain, force: false);
            Assert.Null(reading.Entry);
            Assert.Contains(words, reading.Refusal, StringComparison.Ordinal);
            Assert.Contains("--scope", reading.Refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_platform_is_taken_when_it_is_meant_and_a_public_suffix_never()
    {
        Assert.NotNull(_reader.Read(ListKind.Block, "linktr.ee", null, force: true).Entry);
        Assert.Null(_reader.Read(ListKind.Block, "pages.dev", ListScope.RegistrableDomain, force: true).Entry);
    }

    [Theory]
    [InlineData("google.com", null)]
    [InlineData("www.google.com", null)]
    [InlineData("https://www.google.com/", null)]
    [InlineData("google.com", ListScope.PathPrefix)]
    public void A_block_of_a_very_popular_domain_must_be_meant(string text, ListScope? scope)
    {
        Assert.Contains("--force", _reader.Read(ListKind.Block, text, scope, force: false).Refusal, StringComparison.Ordinal);
        Assert.NotNull(_reader.Read(ListKind.Block, text, scope, force: true).Entry);
        Assert.NotNull(_reader.Read(ListKind.Allow, text, scope, force: false).Entry);
        Assert.NotNull(_reader.Read(ListKind.Block, "https://www.google.com/url?q=x", null, force: false).Entry);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://")]
    [InlineData("http://[::1")]
    [InlineData("person@example.com")]
    public void What_names_no_host_or_url_is_refused(string text) =>
        Assert.NotEmpty(_reader.Read(ListKind.Block, text, null, force: false).Refusal!);

    [Theory]
    [InlineData("http://example.com:8080/a%41//b/../c?x=%2f#f")]
    [InlineData("data:text/html,x")]
    [InlineData("http://xn--e1afmkfd.test/")]
    [InlineData("http://[2001:db8::1]:81/a")]
    [InlineData("example.com:8443")]
    [InlineData("http://example.com/a b?c d")]
    public void The_kept_value_still_covers_what_was_written(string text)
    {
        ListEntry entry = _reader.Read(ListKind.Allow, text, null, force: false).Entry!;
        AccessLists lists = AccessLists.Build([entry], ReferenceLists.Embedded.Suffixes);
        Assert.True(UrlParser.TryParse(text, new UrlScratch(), out Url url, out _));
        Assert.NotNull(lists.Match(url, DateTimeOffset.UnixEpoch));
        Assert.Contains((entry.Scope, entry.Value), _reader.Spellings(text, null));
        Assert.Equal(entry.Value, _reader.Read(ListKind.Allow, entry.Value, entry.Scope, force: false).Entry!.Value);
    }

    [Fact]
    public void Random_text_is_an_entry_or_a_sentence()
    {
        var random = new Random(7);
        const string alphabet = "ahtp:/.[]@?#%\\ x0-xn";
        for (int i = 0; i < 5000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(30)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            ListScope? scope = random.Next(5) is < 4 and var s ? (ListScope)s : null;
            ListEntryReading reading = _reader.Read(ListKind.Block, text, scope, force: true);
            Assert.True(reading.Entry is null ? reading.Refusal is { Length: > 0 } : reading.Entry.Value.Length > 0, text);
        }
    }
}
