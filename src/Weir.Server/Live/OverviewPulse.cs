namespace Weir.Server.Live;

/// <summary>Tells open overviews that verdicts came, at most every two seconds.</summary>
internal sealed class OverviewPulse(LiveEvents events, TimeProvider time)
{
    /// <summary>The topic.</summary>
    public const string Topic = "overview";

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    private DateTimeOffset _toldAt;
    private bool _hasNews;

    /// <summary>So many verdicts were kept since the last beat. For one thread.</summary>
    public void Beat(int verdicts)
    {
        _hasNews |= verdicts > 0;
        var now = time.GetUtcNow();
        if (!_hasNews || now - _toldAt < Least) return;
        (_toldAt, _hasNews) = (now, false);
        events.Publish(Topic);
    }
}
