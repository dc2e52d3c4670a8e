namespace Weir.Server.Security.Limits;

/// <summary>
/// What one key, address or tenant has used, and how much it may: requests a second with a burst (as a moment up to which it has spent: GCRA), and
/// subjects a day (UTC). Counts without locks; a new day costs one.
/// </summary>
internal sealed class Meter(string who, MeterLimits limits, Meter? above = null)
{
    /// <summary>Counts nothing and refuses nothing.</summary>
    public static Meter Free { get; } = new("", default);

    private readonly Lock _turning = new();

    private long _spentUntil;
    private long _day;
    private long _subjects;
    private long _unsaved;

    /// <summary>By which name the store keeps its count.</summary>
    public string Who { get; } = who;

    /// <summary>How much it may.</summary>
    public MeterLimits Limits { get; } = limits;

    /// <summary>What also counts what this counts: the tenant of a key.</summary>
    public Meter? Above { get; } = above;

    /// <summary>Whether anything is bounded here.</summary>
    public bool IsFree { get; } = limits == default && above is null;

    /// <summary>When it was last asked for a request, as a timestamp of the clock.</summary>
    public long LastRequest => Volatile.Read(ref _spentUntil);

    /// <summary>Takes one request; else tells in how many seconds one is free.</summary>
    public bool TryRequest(TimeProvider time, out double wait)
    {
        wait = 0;
        if (Limits.RequestsASecond <= 0) return true;
        var each = (long)(time.TimestampFrequency / Limits.RequestsASecond);
        while (true)
        {
            var now = time.GetTimestamp();
            var spent = Volatile.Read(ref _spentUntil);
            var from = Math.Max(spent, now);
            var tooFar = from - now - ((Limits.Burst - 1) * each);
            if (tooFar > 0)
            {
                wait = tooFar / time.TimestampFrequency;
                return false;
            }

            if (Interlocked.CompareExchange(ref _spentUntil, from + each, spent) == spent) return true;
        }
    }

    /// <summary>How many requests are free at once.</summary>
    public long RequestsLeft(TimeProvider time)
    {
        if (Limits.RequestsASecond <= 0) return long.MaxValue;
        var ahead = Math.Max(0, Volatile.Read(ref _spentUntil) - time.GetTimestamp()) * Limits.RequestsASecond / time.TimestampFrequency;
        return Math.Max(0, (long)(Limits.Burst - ahead));
    }

    /// <summary>Takes subjects of this day, all of them or none.</summary>
    public bool TrySubjects(long day, long count)
    {
        if (Limits.SubjectsADay <= 0) return true;
        Turn(day);
        if (Interlocked.Add(ref _subjects, count) > Limits.SubjectsADay)
        {
            Interlocked.Add(ref _subjects, -count);
            return false;
        }

        Interlocked.Add(ref _unsaved, count);
        return true;
    }

    /// <summary>Gives subjects back that were taken and not judged.</summary>
    public void GiveBack(long day, long count)
    {
        if (Limits.SubjectsADay <= 0) return;
        Turn(day);
        Interlocked.Add(ref _subjects, -count);
        Interlocked.Add(ref _unsaved, -count);
    }

    /// <summary>How many subjects are left on this day.</summary>
    public long SubjectsLeft(long day)
    {
        Turn(day);
        return Math.Max(0, Limits.SubjectsADay - Volatile.Read(ref _subjects));
    }

    /// <summary>What was taken since the last call; the store adds it.</summary>
    public long TakeUnsaved() => Interlocked.Exchange(ref _unsaved, 0);

    /// <summary>Learns what the store counts for this day, other servers included.</summary>
    public void Learn(long day, long subjects)
    {
        Turn(day);
        Interlocked.Exchange(ref _subjects, subjects + Volatile.Read(ref _unsaved));
    }

    private void Turn(long day)
    {
        if (Volatile.Read(ref _day) == day) return;
        lock (_turning)
        {
            if (_day == day) return;
            Interlocked.Exchange(ref _subjects, 0);
            Volatile.Write(ref _day, day);
        }
    }
}

/// <summary>How much someone may.</summary>
/// <param name="RequestsASecond">Requests a second in the long run; 0 without a bound.</param>
/// <param name="Burst">Requests at once.</param>
/// <param name="SubjectsADay">Subjects a day; 0 without a bound.</param>
internal readonly record struct MeterLimits(double RequestsASecond, double Burst, long SubjectsADay);
