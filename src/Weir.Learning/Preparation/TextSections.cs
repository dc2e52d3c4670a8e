namespace Weir.Learning.Preparation;

/// <summary>Texts in a model file: <c>name</c> holds them one after the other in UTF-8, <c>name.ends</c> where each ends.</summary>
internal static class TextSections
{
    public static void Save(ModelFileBuilder builder, string name, IReadOnlyList<string> texts)
    {
        var bytes = texts.Select(System.Text.Encoding.UTF8.GetBytes).ToArray();
        var (ends, end) = (new int[bytes.Length], 0);
        for (var i = 0; i < ends.Length; i++) ends[i] = end += bytes[i].Length;
        builder.Add<byte>(name, [.. bytes.SelectMany(text => text)]);
        builder.Add<int>(name + ".ends", ends);
    }

    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static string[] Load(ModelFile file, string name)
    {
        var bytes = file.Span<byte>(name);
        var ends = file.Get<int>(name + ".ends");
        var (texts, from) = (new string[ends.Length], 0);
        for (var i = 0; i < ends.Length; i++)
        {
            if (ends[i] < from || ends[i] > bytes.Length) throw file.Fault($"holds damaged texts in '{name}'");
            texts[i] = System.Text.Encoding.UTF8.GetString(bytes[from..ends[i]]);
            from = ends[i];
        }
        return from == bytes.Length ? texts : throw file.Fault($"holds damaged texts in '{name}'");
    }
}
