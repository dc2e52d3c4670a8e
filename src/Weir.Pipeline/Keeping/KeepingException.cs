namespace Weir.Pipeline.Keeping;

/// <summary>Something could not be kept or brought back. The message is one sentence with the way out.</summary>
public sealed class KeepingException(string message, Exception? inner = null) : Exception(message, inner);
