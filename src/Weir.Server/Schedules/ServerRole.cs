namespace Weir.Server.Schedules;

/// <summary>Which part of Weir a process is.</summary>
public enum ServerRole
{
    /// <summary>Everything: answers, and looks after itself.</summary>
    All,

    /// <summary>Answers only.</summary>
    Api,

    /// <summary>Looks after itself and answers only whether it is well.</summary>
    Scheduler,

    /// <summary>Runs batch jobs and answers only whether it is well.</summary>
    Worker,

    /// <summary>Gathers on another machine and hands over what it gathered.</summary>
    Collector,
}
