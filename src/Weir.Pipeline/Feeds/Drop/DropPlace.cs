namespace Weir.Pipeline.Feeds.Drop;

/// <summary>
/// What the folders of a dropped file say: <c>phishing/</c> or <c>benign/</c> the label, any other first folder the feed. Without a
/// folder the rows name their feed, and those that do not belong to the feed of the drop folder.
/// </summary>
internal sealed record DropPlace(string? Feed, bool? IsPhishing)
{
    /// <summary>Reads the folders in front of the file's name.</summary>
    public static DropPlace Of(string name)
    {
        string? feed = null;
        bool? isPhishing = null;
        foreach (var folder in name.Split('/')[..^1])
        {
            if (folder.Equals("phishing", StringComparison.OrdinalIgnoreCase)) isPhishing = true;
            else if (folder.Equals("benign", StringComparison.OrdinalIgnoreCase)) isPhishing = false;
            else feed ??= folder;
        }

        return new DropPlace(feed, isPhishing);
    }
}
