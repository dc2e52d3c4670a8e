using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds;

/// <summary>
/// Turns the text of a feed into rows: pure, lazy, in flat memory where the format allows. Hostile text makes refused rows; only a
/// text of which nothing can be read throws, an <see cref="InputFileException"/>.
/// </summary>
public interface IFeedParser
{
    /// <summary>The rows in the order of the text.</summary>
    public IEnumerable<FeedRow> Parse(InputFile text);
}
