using System.Text.RegularExpressions;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests;

/// <summary>Keeps the walls of the house: who may name whom, and what a file may hold.</summary>
public sealed partial class ArchitectureTests
{
    private const int MostLines = 250;

    // Where hostile or foreign failure of any kind is turned into an answer: the CLI, HTTP, the job loop, the feed fetch.
    private static readonly string[] Doors =
    [
        "src/Weir.Cli/Program.cs", "src/Weir.Server/Problems/ProblemDoor.cs", "src/Weir.Server/Models/ChampionWatcher.cs",
        "src/Weir.Pipeline/ModelCycle.cs", "src/Weir.Pipeline/Feeds/FeedFetch.cs", "src/Weir.Learning/Trees/SpinTeam.cs",
        "src/Weir.Pipeline/LearningLoop.cs", "src/Weir.Server/Schedules/LoopService.cs",
        "src/Weir.Server/Models/ServedArm.cs", "src/Weir.Server/Jobs/JobRunner.cs", "src/Weir.Server/Tables/TrainingRun.cs",
    ];

    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Weir.Learning"] = [],
        ["Weir.Detection"] = ["Weir.Learning"],
        ["Weir.Evidence"] = ["Weir.Detection"],
        ["Weir.Storage"] = ["Weir.Detection"],
        ["Weir.Pipeline"] = ["Weir.Storage", "Weir.Evidence"],
        ["Weir.Server"] = ["Weir.Pipeline"],
        ["Weir.Cli"] = ["Weir.Server"],
    };

    // Inside Weir.Pipeline: who may name which sibling folder. Files holds readers that know no other station.
    private static readonly Dictionary<string, string[]> Siblings = new()
    {
        ["Registry"] = ["Gates", "Evaluation"],
        ["Gates"] = ["Evaluation"],
        ["Tuning"] = ["Training"],
        ["Tables"] = ["Checking"],
    };

    [Fact]
    public void Project_references_point_only_as_drawn() => Nothing(
        from project in Repository.Projects
        from reference in Repository.Includes(project.Value, "ProjectReference")
        let target = Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'))
        where !Arrows.TryGetValue(project.Key, out var allowed) || !allowed.Contains(target)
        select $"{project.Key} references {target}");

    [Fact]
    public void Every_project_is_on_the_drawing() =>
        Nothing(Repository.Projects.Keys.Where(name => !Arrows.ContainsKey(name)));

    [Fact]
    public void Learning_references_nothing()
    {
        var project = Repository.Projects["Weir.Learning"];
        string[] kinds = ["PackageReference", "ProjectReference", "FrameworkReference", "Reference"];
        Nothing(kinds.SelectMany(kind => Repository.Includes(project, kind)));
        Nothing(Offences(In("Weir.Learning"), OwnNamespace(), match => !match.StartsWith("Weir.Learning", StringComparison.Ordinal)));
    }

    [Fact]
    public void Namespaces_are_folders() => Nothing(
        from file in Repository.Sources
        let declared = NamespaceLine().Match(file.Text)
        where declared.Success && declared.Groups[1].Value != file.ExpectedNamespace
        select $"{file.Path} declares {declared.Groups[1].Value}");

    [Fact]
    public void Own_namespaces_are_never_global_usings()
    {
        Nothing(Offences(Repository.Sources, GlobalUsing()));
        Nothing(from project in Repository.Projects
                from name in Repository.Includes(project.Value, "Using")
                where name.StartsWith("Weir", StringComparison.Ordinal)
                select $"{project.Key} uses {name} globally");
    }

    [Fact]
    public void Stations_of_the_pipeline_do_not_name_each_other() => Nothing(
        from file in In("Weir.Pipeline")
        let station = file.Folder.Split('.')[0]
        where station.Length > 0
        from Match match in PipelineFolder().Matches(file.Text)
        let other = match.Groups[1].Value
        where other != station && other != "Files" && Directory.Exists(Path.Combine(Repository.Root, "src/Weir.Pipeline", other))
        where !Siblings.TryGetValue(station, out var allowed) || !allowed.Contains(other)
        select $"{file.Path} names {match.Value}");

    [Fact]
    public void Readers_of_files_name_no_station() => Nothing(
        from file in In("Weir.Pipeline")
        where file.Folder.StartsWith("Files", StringComparison.Ordinal)
        from Match match in PipelineFolder().Matches(file.Text)
        where match.Groups[1].Value != "Files"
        select $"{file.Path} names {match.Value}");

    [Fact]
    public void Sql_is_written_only_in_storage()
    {
        var others = Repository.Product.Where(file => file.Project != "Weir.Storage").ToArray();
        Nothing(Offences(others, SqlText()));
        Nothing(Offences(others, SqlLibrary()));
    }

    // The driver of PostgreSQL takes @Id and @id for one.
    [Fact]
    public void Values_of_a_statement_differ_in_more_than_case() => Nothing(
        from file in In("Weir.Storage")
        from Match text in Quoted().Matches(file.Text)
        from names in Value().Matches(text.Value).Select(match => match.Value).Distinct().GroupBy(name => name.ToUpperInvariant())
        where names.Count() > 1
        select $"{file.Path} has {string.Join(" and ", names)} in one statement");

    // A path alone is the database file of that directory, also where the settings name a server.
    [Fact]
    public void Commands_open_the_store_that_the_settings_name() =>
        Nothing(Offences(In("Weir.Cli"), StoreOfDirectory()));

    [Fact]
    public void Only_the_server_and_the_command_line_know_aspnet()
    {
        var others = Repository.Product.Where(file => file.Project is not ("Weir.Server" or "Weir.Cli")).ToArray();
        Nothing(Offences(others, AspNet()));
        Nothing(from project in Repository.Projects
                where project.Key is not ("Weir.Server" or "Weir.Cli")
                from framework in Repository.Includes(project.Value, "FrameworkReference")
                select $"{project.Key} references {framework}");
    }

    [Fact]
    public void Every_exception_is_caught_only_at_the_doors() =>
        Nothing(Offences(Repository.Product.Where(file => !Doors.Contains(file.Path)), CatchAll()));

    [Fact]
    public void Clock_and_chance_come_from_outside()
    {
        Nothing(Offences(Repository.Product, ClockOrChance()));
        Nothing(Offences(Repository.Sources.Where(file => !file.Path.EndsWith("ArchitectureTests.cs", StringComparison.Ordinal)), BannedSwitchedOff()));
    }

    [Fact]
    public void Files_stay_short() => Nothing(
        from file in Repository.Sources
        where file.Lines.Length > MostLines + 1
        select $"{file.Path} has {file.Lines.Length} lines");

    [Fact]
    public void Sources_carry_no_notes_to_self() => Nothing(Offences(
        Repository.Sources.Where(file => !file.Path.EndsWith("ArchitectureTests.cs", StringComparison.Ordinal)), NoteToSelf()));

    private static IEnumerable<SourceFile> In(string project) => Repository.Product.Where(file => file.Project == project);

    private static IEnumerable<string> Offences(IEnumerable<SourceFile> files, Regex pattern, Func<string, bool>? counts = null) =>
        from file in files
        from line in file.Lines.Select((text, index) => (text, number: index + 1))
        let match = pattern.Match(line.text)
        where match.Success && (counts is null || counts(match.Value))
        select $"{file.Path}:{line.number}: {line.text.Trim()}";

    private static void Nothing(IEnumerable<string> offences) => Assert.Equal("", string.Join('\n', offences));

    [GeneratedRegex(@"^namespace ([\w.]+);?\s*$", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"(?<=using\s+(?:static\s+)?)Weir\.[\w.]+")]
    private static partial Regex OwnNamespace();

    [GeneratedRegex(@"^\s*global\s+using\s+(?:static\s+)?Weir\b")]
    private static partial Regex GlobalUsing();

    [GeneratedRegex(@"\bWeir\.Pipeline\.([A-Z]\w*)")]
    private static partial Regex PipelineFolder();

    [GeneratedRegex(@"""\s*(?:select\s.+\sfrom\s|insert\s+(?:or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|(?:create|drop|alter)\s+(?:table|index)\s)", RegexOptions.IgnoreCase)]
    private static partial Regex SqlText();

    [GeneratedRegex(@"\b(?:using\s+Dapper|Microsoft\.Data\.Sqlite|SQLitePCL|Npgsql)\b")]
    private static partial Regex SqlLibrary();

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Value();

    [GeneratedRegex(@"(?:WeirStore\.(?:Open|Exists)|new DetectorSource)\((?:parsed\.DataDirectory|dataDirectory|data\b)")]
    private static partial Regex StoreOfDirectory();

    [GeneratedRegex(@"\bMicrosoft\.AspNetCore\b")]
    private static partial Regex AspNet();

    [GeneratedRegex(@"\bcatch\s*(?:\(\s*(?:System\.)?Exception(?:\s+\w+)?\s*\)(?!\s*when))")]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"\bDateTime(?:Offset)?\.(?:Now|UtcNow|Today)\b|\bnew Random\(\)|\bRandom\.Shared\b|\bThread\.Sleep\(|\bEnvironment\.TickCount")]
    private static partial Regex ClockOrChance();

    [GeneratedRegex(@"#pragma warning disable RS0030")]
    private static partial Regex BannedSwitchedOff();

    [GeneratedRegex(@"\b(?:TODO|HACK|FIXME|XXX)\b|^\s*#region\b")]
    private static partial Regex NoteToSelf();
}
