namespace Weir.Pipeline.Feeds.Sync;

/// <summary>A folder on another machine, mirrored by rsync.</summary>
internal sealed class RsyncFeedKind : IFeedKind
{
    public string Name => "rsync";

    public string About => "a folder on another machine, mirrored by the program rsync; its files are taken as dropped ones are";

    public FeedDefaults Defaults { get; } = new() { NeedsUrl = false, Every = TimeSpan.FromMinutes(15), IsWhole = false, StampsUndated = false };

    public IFeedFetcher Create(FeedSettings feed, SettingBlock block)
    {
        var source = block.Text("Source");
        if (source is null) block.Fault("Source", "is needed: what rsync reads from, such as weir@host:/srv/feeds/ or rsync://host/module/", 0);
        else if (source.StartsWith('-') || source.Any(char.IsControl)) source = block.Fault<string?>("Source", "must not begin with a hyphen", null);
        return new RsyncFetcher(new RsyncOptions(source ?? "", block.Text("Program") ?? "rsync", block.Text("IdentityFile"), block.Text("Port")));
    }
}

/// <summary>The settings that only this kind knows.</summary>
/// <param name="Source">What rsync reads from.</param>
/// <param name="Program">The program.</param>
/// <param name="IdentityFile">The private key for ssh; null leaves it to ssh.</param>
/// <param name="Port">The port of ssh; null leaves it to ssh.</param>
internal sealed record RsyncOptions(string Source, string Program, string? IdentityFile, string? Port);
