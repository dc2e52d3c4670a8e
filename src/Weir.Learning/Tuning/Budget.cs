namespace Weir.Learning.Tuning;

/// <summary>Counts fits and time, and foretells what a fit will take: time grows about as the share of the resource.</summary>
internal sealed class Budget(HalvingParameters p, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private double _seconds;
    private double _shares;

    public int Fits { get; private set; }

    public double Elapsed => time.GetElapsedTime(_start).TotalSeconds;

    public double SecondsLeft => p.Time is { } all ? all.TotalSeconds - Elapsed : double.PositiveInfinity;

    public int FitsLeft => p.Fits is { } all ? all - Fits : int.MaxValue;

    /// <summary>Foretold seconds of a fit with all of the resource.</summary>
    public double WholeFit => _shares == 0 ? 0 : _seconds / _shares;

    /// <summary>Whether so many fits can be made and the two that judge the winner after them.</summary>
    public bool Allows(int fits, double share) => FitsLeft - fits >= 2 && SecondsLeft >= fits * share * WholeFit + 2 * WholeFit;

    public double[] Fit(double share, Func<double[]> fit)
    {
        var start = time.GetTimestamp();
        var scores = fit();
        Fits++;
        _seconds += time.GetElapsedTime(start).TotalSeconds;
        _shares += share;
        return scores;
    }
}
