namespace Weir.Pipeline.Feeds;

/// <summary>Reads the settings of one feed.</summary>
internal static class FeedBlock
{
    private const int MaxNameLength = 64;

    public static FeedSettings? Read(string name, SettingBlock block, ICollection<string> faults)
    {
        var before = faults.Count;
        if (!IsName(name)) return block.Fault<FeedSettings?>("", $"has a name that cannot be used: at most {MaxNameLength} letters, digits, dots, dashes and underscores", null);
        var named = block.Text("Kind");
        if (FeedKinds.Find(named ?? name) is not { } kind)
            return block.Fault<FeedSettings?>("Kind", $"must be one of {FeedKinds.Names}", null);
        var feed = Common(name, kind, block, isDescribed: named is not null || block.Text("Url") is not null);
        Check(feed, block);
        var whole = feed with { Fetcher = kind.Create(feed, block) };
        block.Done();
        return faults.Count == before ? whole : null;
    }

    private static FeedSettings Common(string name, IFeedKind kind, SettingBlock block, bool isDescribed)
    {
        var usual = kind.Defaults;
        var key = block.Text("Key");
        var feed = new FeedSettings
        {
            Name = name,
            Kind = kind,
            Key = key,
            KeyHeader = block.Text("KeyHeader") ?? usual.KeyHeader,
            UserAgent = block.Text("UserAgent"),
            IsEnabled = block.Truth("Enabled", isDescribed || usual.IsOn),
            Every = block.Span("Every", usual.Every),
            StaleAfter = block.Span("StaleAfter", usual.StaleAfter),
            Trust = block.Share("Trust", usual.Trust),
            IsPhishing = block.Word("Label", "", "phishing", "benign") switch { "phishing" => true, "benign" => false, _ => usual.IsPhishing },
            Timeout = block.Span("Timeout", TimeSpan.FromMinutes(5)),
            StallTimeout = block.Span("StallTimeout", TimeSpan.FromSeconds(30)),
            MaxRows = block.Number("MaxRows", usual.MaxRows > 0 ? usual.MaxRows : 5_000_000, 1, 100_000_000),
        };
        return feed with
        {
            Url = Address(block, usual, key),
            MaxBytes = block.Number("MaxBytes", feed.MaxBytes, 1, int.MaxValue),
            MaxExpandedBytes = block.Number("MaxExpandedBytes", feed.MaxExpandedBytes, 1, int.MaxValue),
        };
    }

    // The address itself stays out of the fault: it may hold a secret.
    private static Uri? Address(SettingBlock block, FeedDefaults usual, string? key)
    {
        var text = block.Text("Url") ?? (key is null ? usual.Url : usual.KeyedUrl ?? usual.Url);
        if (text is null) return null;
        if (text.Contains("{key}", StringComparison.Ordinal) && key is null) return block.Fault<Uri?>("Key", "is needed: the address has a place for it", null);
        var filled = text.Replace("{key}", Uri.EscapeDataString(key ?? ""), StringComparison.Ordinal);
        if (Uri.TryCreate(filled, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return uri;
        return block.Fault<Uri?>("Url", "must be an address that begins with http:// or https://", null);
    }

    private static void Check(FeedSettings feed, SettingBlock block)
    {
        if (!feed.IsEnabled) return;
        if (feed.Usual.NeedsUrl && (block.Text("Url") ?? feed.Usual.Url ?? feed.Usual.KeyedUrl) is null) block.Fault("Url", "is needed: where the feed lies", 0);
        if (feed.Usual.NeedsKey && feed.Key is null) block.Fault("Key", $"is needed: {feed.Kind.Name} gives nothing without one", 0);
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
