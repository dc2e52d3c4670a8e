namespace Weir.Detection.Reference;

/// <summary>A reference list cannot be read or built; the message is one sentence that names the file and the way out.</summary>
public sealed class ReferenceFileException(string message) : Exception(message);
