namespace Weir.Pipeline.Tracking;

/// <summary>The tracking server did not do what it was asked. The message is for the operator; a final fault is one of the request, not of the server.</summary>
internal sealed class MlflowFault(string message, string code = "", bool isFinal = false, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>MLflow's own name of the error, or empty.</summary>
    public string Code { get; } = code;

    /// <summary>True when asking the same again will not help.</summary>
    public bool IsFinal { get; } = isFinal;

    /// <summary>The wait that the server asked for.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>What is to be made is there already.</summary>
    public bool IsThere => Code == "RESOURCE_ALREADY_EXISTS";

    /// <summary>What is asked for does not exist.</summary>
    public bool IsMissing => Code == "RESOURCE_DOES_NOT_EXIST";
}
