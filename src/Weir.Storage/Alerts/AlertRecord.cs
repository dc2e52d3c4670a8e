namespace Weir.Storage.Alerts;

/// <summary>One trouble or event that was noticed, however often it was seen. Kind and subject say what it is about.</summary>
public sealed record AlertRecord
{
    /// <summary>The number by which people name it; 0 before it is kept.</summary>
    public long Id { get; init; }

    /// <summary>What kind of trouble.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What it is about: a feed, a model version, a feature.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The highest level since it began: 0 information, 1 warning, 2 critical.</summary>
    public int Level { get; init; }

    /// <summary>The newest sentence about it, for people; without secrets, addresses defanged.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>When it was first seen.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>When it was last seen.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>How often it was seen.</summary>
    public long Count { get; init; }

    /// <summary>When people were last told.</summary>
    public DateTimeOffset ToldAt { get; init; }

    /// <summary>When it ended; null while it is open.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>When someone took it on; null when nobody did.</summary>
    public DateTimeOffset? AckedAt { get; init; }

    /// <summary>Who took it on.</summary>
    public string? AckedBy { get; init; }
}

/// <summary>What one channel is to be told of one alert.</summary>
public sealed record AlertMessage
{
    /// <summary>Its place in the order; 0 before it is kept.</summary>
    public long Id { get; init; }

    /// <summary>The number of the alert.</summary>
    public long Alert { get; init; }

    /// <summary>Who is told.</summary>
    public string Channel { get; init; } = "";

    /// <summary>The same whenever this message is sent again, so that receivers can tell.</summary>
    public string Key { get; init; } = "";

    /// <summary>raised, worse, reminder or resolved.</summary>
    public string Event { get; init; } = "";

    /// <summary>The kind of the alert.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The subject of the alert.</summary>
    public string Subject { get; init; } = "";

    /// <summary>0 information, 1 warning, 2 critical.</summary>
    public int Level { get; init; }

    /// <summary>What is told.</summary>
    public string Text { get; init; } = "";

    /// <summary>How often it had been seen by then.</summary>
    public long Count { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How often the receiver refused it.</summary>
    public int Attempts { get; init; }
}

/// <summary>An alert as it is from now on, and what is to be told about it.</summary>
public sealed record AlertStep(AlertRecord Alert, IReadOnlyList<AlertMessage> Messages);

/// <summary>How a channel fares.</summary>
public sealed record AlertChannelState
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Attempts in a row that failed.</summary>
    public int Failures { get; init; }

    /// <summary>Not tried again before.</summary>
    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Why the last attempt failed, in one sentence; null when it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>When it last took a message.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>Messages that wait.</summary>
    public long Pending { get; init; }
}
