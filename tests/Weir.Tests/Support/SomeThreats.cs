using Weir.Detection.Lists;
using Weir.Pipeline;
using Weir.Storage;

namespace Weir.Tests.Support;

/// <summary>Phishing of each kind that exports must treat in its own way.</summary>
internal static class SomeThreats
{
    public static readonly DateTimeOffset Seen = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A host of its own, with a page.</summary>
    public const string Own = "https://secure-login.account-check.example/signin?id=1";

    /// <summary>A tenant of a platform.</summary>
    public const string Tenant = "https://fake-bank-login.vercel.app/";

    /// <summary>A page on a site that many people visit.</summary>
    public const string Page = "https://github.com/phisher-of-example/login";

    /// <summary>The platform and the public suffix themselves, wrongly called phishing.</summary>
    public static readonly string[] Platforms = ["https://vercel.app/", "https://github.com/", "https://co.uk/"];

    /// <summary>An address without a name.</summary>
    public const string Number = "http://203.0.113.9/pay";

    /// <summary>An address inside a network.</summary>
    public const string Inside = "http://192.168.1.1/login";

    /// <summary>Labels all of them.</summary>
    public static void Label(WeirStore store, params IEnumerable<string> more) =>
        SomeStore.Import(store, ((string[])[Own, Tenant, Page, Number, Inside, .. Platforms, .. more]).Select(url => Row(url, isPhishing: true)));

    /// <summary>A labelled row.</summary>
    public static LabelledUrl Row(string url, bool isPhishing) => new(url, isPhishing, Seen, "some");

    /// <summary>An entry of the block or allow list.</summary>
    public static ListEntry Entry(ListKind kind, ListScope scope, string value, DateTimeOffset? expires = null) => new(kind, scope, value, null, expires);
}
